"""Slow work waits for a pause, the last request wins, and without a loop it runs at once."""

import asyncio

from azstudy.labs._pause import Pause


def test_without_an_event_loop_it_runs_at_once():
    done = []
    Pause().then(lambda: done.append(1))
    assert done == [1]


def test_on_a_loop_only_the_last_job_runs_and_not_before_the_pause():
    done = []

    async def learner():
        pause = Pause(0.02)
        for n in range(5):
            pause.then(lambda n=n: done.append(n))
        assert done == []
        await asyncio.sleep(0.1)
        assert done == [4]
        pause.then(lambda: done.append("dropped"))
        pause.cancel()
        await asyncio.sleep(0.06)

    asyncio.run(learner())
    assert done == [4]
