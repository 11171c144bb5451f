"""A learner's own file: what is understood, what is refused with one message, what is repaired when asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError
from azstudy.loads.minutes import filled, to_minutes

read = az.loads.read_csv
GOOD = "time,value\n2026-11-02 08:00,10\n2026-11-02 08:01,20\n2026-11-02 08:02,30\n"


def test_plain_times_and_values():
    load = read(GOOD)
    assert load.values == (10, 20, 30)
    assert load.start == datetime(2026, 11, 2, 8, tzinfo=UTC)
    assert (load.unit, load.name, load.repairs) == ("requests/min", "value", ())


def test_a_file_is_read_like_its_text(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("\ufeff" + GOOD, encoding="utf-8")
    assert read(path).values == read(GOOD).values
    assert read(str(path)).source == "mine.csv"


def test_lines_above_the_header_are_skipped():
    text = (
        "Resource,web-vmss\nMetric,Percentage CPU\n\nTimestamp (UTC),Percentage CPU (Avg)\n"
        "11/02/2026 8:00:00 AM,40\n11/02/2026 8:05:00 AM,60\n11/13/2026 8:00:00 AM,60\n"
    )
    load = read("\n".join(text.splitlines()[:-1]) + "\n", day_first=False)
    assert (load.unit, load.minutes, load.values[4:6]) == ("percent", 10, (40, 60))


@pytest.mark.parametrize(
    "text",
    [
        "Zeit;x\n",
        "time;value\n02.11.2026 08:00;10,5\n02.11.2026 08:01;20,5\n",
        "time\tvalue\n2026-11-02T08:00:00Z\t10.5\n2026-11-02T08:01:00Z\t20.5\n",
        "time,value\n2026-11-02T09:00:00+01:00,10.5\n2026-11-02T09:01:00+01:00,20.5\n",
    ],
)
def test_other_signs_and_zones(text):
    if text.startswith("Zeit"):
        with pytest.raises(InvalidInputError, match="column of times"):
            read(text)
    else:
        load = read(text)
        assert (load.values, load.start) == ((10.5, 20.5), datetime(2026, 11, 2, 8, tzinfo=UTC))


def test_counts_are_spread_and_summed():
    assert read("time,count\n2026-11-02 08:00,50\n2026-11-02 08:05,100\n").values[4:6] == (10, 20)
    tens = "".join(f"2026-11-02 08:00:{n:02d},{n}\n" for n in range(0, 60, 10))
    assert read("time,count\n" + tens).values == (150,)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("2026-11-02 08:01,1\n2026-11-02 08:00,2\n", "1 times come before"),
        ("2026-11-02 08:00,1\n2026-11-02 08:00,2\n2026-11-02 08:01,3\n", "1 times occur twice"),
        ("2026-11-02 08:00,1\n2026-11-02 08:01,\n2026-11-02 08:02,3\n", "1 rows have no value"),
        ("2026-11-02 08:00,1\n2026-11-02 08:01,2\n2026-11-02 08:03,3\n", "1 of 4 steps of 60 s are missing"),
        ("2026-11-02 08:00,1\n2026-11-02 08:01,NaN\n2026-11-02 08:02,3\n", "repair=True"),
        ("2026-11-02 08:00,1\n2026-11-02 08:01,-2\n", "row 3: -2 is no load"),
        ("2026-11-02 08:00,1\n2026-11-02 08:01,many\n", "row 3: 'many' is not a number"),
        ("yesterday,1\n2026-11-02 08:01,2\n", "row 2: 'yesterday' is not a time"),
        ("2026-11-02 08:00,1\n", "one time only"),
        ("2026-11-02 08:00,1\n2026-11-02 08:01,2\n2026-11-02 08:02,2\n2026-11-02 08:02:30,2\n", "does not lie on"),
        ("03/04/2026 08:00,1\n03/04/2026 08:01,2\n", "two ways"),
        ("", "no rows below"),
    ],
)
def test_one_message_says_what_is_wrong(rows, says):
    with pytest.raises(InvalidInputError, match=says):
        read("time,value\n" + rows)


def test_repairs_are_made_when_asked_for_and_told():
    rows = "2026-11-02 08:04,5\n2026-11-02 08:00,1\n2026-11-02 08:01,2\n2026-11-02 08:01,4\n2026-11-02 08:03,\n"
    load = read("time,value\n" + rows, repair=True)
    assert load.values == pytest.approx((1, 3, 11 / 3, 13 / 3, 5))
    assert load.repairs == (
        "1 times come before the one above them",
        "1 times occur twice",
        "2 missing values were filled in on a straight line, the longest gap is 2 minutes",
    )


def test_a_gap_of_more_than_a_day_is_never_filled_in():
    rows = "2026-11-02 08:00,1\n2026-11-02 08:01,1\n2026-11-04 08:00,1\n2026-11-04 08:01,1\n"
    with pytest.raises(InvalidInputError, match="gap of 48 hours"):
        read("time,value\n" + rows, repair=True)


def test_the_first_and_the_last_row_need_a_value():
    with pytest.raises(InvalidInputError, match="begins or ends"):
        read("time,value\n2026-11-02 08:00,\n2026-11-02 08:01,1\n2026-11-02 08:02,1\n", repair=True)


def test_several_columns_need_a_choice():
    text = "time,cpu,memory\n2026-11-02 08:00,1,5\n2026-11-02 08:01,2,6\n"
    with pytest.raises(InvalidInputError, match="'cpu', 'memory'"):
        read(text)
    assert read(text, column="memory").values == (5, 6)
    with pytest.raises(InvalidInputError, match="Did you mean 'memory'"):
        read(text, column="memori")


def test_files_that_are_none(tmp_path):
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read(tmp_path / "none.csv")
    binary = tmp_path / "book.xlsx"
    binary.write_bytes(b"PK\x03\x04\xff\xfe\x00")
    with pytest.raises(InvalidInputError, match="not UTF-8"):
        read(binary)


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 10_000), min_size=2, max_size=60),
    st.sampled_from([10, 15, 30, 60, 300, 900, 3600]),
    st.sampled_from(["count", "level"]),
)
def test_what_is_written_is_read_back(values, step_s, kind):
    start = datetime(2026, 11, 2, tzinfo=UTC)
    rows = [f"{(start + timedelta(seconds=n * step_s)).isoformat()},{value}" for n, value in enumerate(values)]
    if step_s < 60 and len(values) * step_s < 60:
        return
    load = read("time,v\n" + "\n".join(rows) + "\n", kind=kind)
    assert list(load.values) == pytest.approx(to_minutes(values, step_s, kind))
    if kind == "count" and step_s >= 60:
        assert load.total == pytest.approx(sum(values))


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=1, max_size=30))
def test_filling_in_changes_no_known_value(values):
    if all(value is None for value in values):
        with pytest.raises(InvalidInputError):
            filled(values, 60)
        return
    whole, said = filled(values, 60)
    assert [a for a, b in zip(whole, values, strict=True) if b is not None] == [b for b in values if b is not None]
    assert bool(said) is (None in values)


@pytest.mark.parametrize("step_s", [7, 45, 90, 0])
def test_odd_steps_are_refused(step_s):
    with pytest.raises(InvalidInputError, match="cannot be brought to minutes"):
        to_minutes([1, 2, 3], step_s, "count")


def test_a_line_above_that_only_speaks_of_time_is_no_header():
    text = (
        "Chart,Avg Percentage CPU for web\nTime range,Last hour\nTime grain,5 minutes\n\n"
        "Timestamp,Percentage CPU (Avg)\n2026-11-02 08:00,40\n2026-11-02 08:05,60\n"
    )
    load = read(text)
    assert (load.unit, load.values[4:6], load.name) == ("percent", (40, 60), "Percentage CPU (Avg)")


def test_a_row_that_was_cut_off_is_named_by_its_line():
    with pytest.raises(InvalidInputError, match="row 4: 1 cells where the header has 2"):
        read("time,value\n2026-11-02 08:00,1\n2026-11-02 08:01,2\n2026-11-02 08:0\n")


def test_a_file_saved_as_unicode_text_is_read(tmp_path):
    path = tmp_path / "unicode.txt"
    path.write_bytes(GOOD.replace(",", "\t").encode("utf-16"))
    assert read(path).values == (10, 20, 30)


@pytest.mark.parametrize(
    ("title", "unit", "second_step"),
    [
        ("Percentage CPU (Avg)", "percent", 60),
        ("Requests (Sum)", "requests/min", 12),
        ("Requests/min", "requests/min", 60),
        ("Requests per second", "requests/min", 3600),
        ("Disk Read Operations/Sec (Avg)", "per second", 60),
        ("Logins of administrators", "requests/min", 12),
    ],
)
def test_the_title_says_what_the_numbers_are(title, unit, second_step):
    load = read(f"time,{title}\n2026-11-02 08:00,0\n2026-11-02 08:05,60\n")
    assert (load.unit, load.values[5]) == (unit, second_step)
    assert bool(load.repairs) is (second_step == 3600)


def test_a_unit_of_your_own_is_left_alone():
    load = read("time,Requests/s\n2026-11-02 08:00,5\n2026-11-02 08:01,6\n", unit="per second")
    assert (load.values, load.unit, load.repairs) == ((5, 6), "per second", ())


def test_times_a_century_apart_are_refused_at_once():
    rows = "1926-11-02 08:00:00,1\n1926-11-02 08:00:01,1\n2026-11-02 08:00:00,1\n"
    with pytest.raises(InvalidInputError, match="gap of"):
        read("time,value\n" + rows, repair=True)


@settings(max_examples=150)
@given(st.text(alphabet='time,;\t\n"0123456789-/:. TZ%né', max_size=80))
def test_any_text_gives_a_load_or_a_message(text):
    try:
        load = read(text + "\n", repair=True)
    except InvalidInputError:
        return
    assert load.minutes >= 1


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.text("0123456789-/:. TZ", max_size=16), st.text("0123456789.,e-na", max_size=6)), max_size=6)
)
def test_any_rows_give_a_load_or_a_message(rows):
    text = "time;value\n" + "".join(f"{time};{value}\n" for time, value in rows)
    try:
        load = read(text, repair=True)
    except InvalidInputError:
        return
    assert load.minutes >= 1
