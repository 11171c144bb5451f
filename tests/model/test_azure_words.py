"""The words are Azure's own, letter by letter (resource schemas of 2026-08 and the pages named in the classes)."""

import pytest

from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.model import network_words, schedule_words, words
from azstudy.model.timezones import TimeZone
from azstudy.model.word import Word

AS_AZURE_SPELLS = {
    words.OsType: "Linux Windows",
    words.OsState: "Generalized Specialized",
    words.Generation: "V1 V2",
    words.Architecture: "x64 Arm64",
    words.SecurityType: "Standard TrustedLaunch ConfidentialVM",
    words.Priority: "Regular Spot",
    words.EvictionPolicy: "Deallocate Delete",
    words.LicenceType: "None Windows_Server Windows_Client RHEL_BYOS SLES_BYOS",
    words.IdentityType: "None|SystemAssigned|UserAssigned|SystemAssigned, UserAssigned",
    words.PatchMode: "AutomaticByPlatform AutomaticByOS Manual ImageDefault",
    words.AssessmentMode: "ImageDefault AutomaticByPlatform",
    words.RebootSetting: "IfRequired Never Always",
    words.PowerState: "Creating Starting Running Stopping Stopped Deallocating Deallocated",
    words.DiskType: "Premium PremiumV2 UltraSSD StandardSSD Standard",
    words.Redundancy: "LRS ZRS",
    words.Caching: "None ReadOnly ReadWrite",
    words.EphemeralPlacement: "CacheDisk ResourceDisk NvmeDisk",
    words.CreateOption: "Empty FromImage Copy Restore",
    words.OrchestrationMode: "Flexible Uniform",
    words.UpgradeMode: "Manual Automatic Rolling",
    words.ScaleInRule: "Default OldestVM NewestVM",
    words.RepairAction: "Replace Reimage Restart",
    words.AllocationStrategy: "LowestPrice CapacityOptimized Prioritized",
    words.StandbyState: "Running Deallocated Hibernated",
    network_words.Direction: "Inbound Outbound",
    network_words.Access: "Allow Deny",
    network_words.Protocol: "* Tcp Udp Icmp Esp Ah",
    network_words.TransportProtocol: "Tcp Udp All",
    network_words.ProbeProtocol: "Tcp Http Https",
    network_words.LoadDistribution: "Default SourceIP SourceIPProtocol",
    network_words.NetworkSku: "Standard Basic",
    network_words.NetworkTier: "Regional Global",
    network_words.Allocation: "Static Dynamic",
    schedule_words.Operator: "Equals NotEquals GreaterThan GreaterThanOrEqual LessThan LessThanOrEqual",
    schedule_words.Statistic: "Average Min Max Sum Count",
    schedule_words.TimeAggregation: "Average Minimum Maximum Total Count Last",
    schedule_words.ScaleDirection: "None Increase Decrease",
    schedule_words.ScaleType: "ChangeCount PercentChangeCount ExactCount ServiceAllowedNextValue",
    schedule_words.PredictiveMode: "Disabled ForecastOnly Enabled",
    schedule_words.Weekday: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    schedule_words.ImageSecurity: "Standard TrustedLaunchSupported TrustedLaunch ConfidentialVmSupported "
    "ConfidentialVM TrustedLaunchAndConfidentialVmSupported",
    schedule_words.ReplicationMode: "Full Shallow",
    schedule_words.ReplicaStorage: "Standard_LRS Standard_ZRS Premium_LRS",
    schedule_words.Sharing: "Private Groups Community",
    schedule_words.MaintenanceScope: "Host OSImage InGuestPatch",
    schedule_words.PatchClass: "Critical Security UpdateRollup FeaturePack ServicePack Definition Tools Updates Other",
    schedule_words.RecurrenceUnit: "Hour Day Week Month",
    schedule_words.BackupFrequency: "Hourly Daily Weekly",
    schedule_words.VaultRedundancy: "LocallyRedundant ZoneRedundant GeoRedundant",
    schedule_words.DefenderPlan: "P1 P2",
    schedule_words.WeekOfMonth: "First Second Third Fourth Last",
    schedule_words.BackupPolicyType: "V1 V2",
}


@pytest.mark.parametrize(("cls", "spelled"), AS_AZURE_SPELLS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_words_are_spelled_as_azure_spells_them(cls, spelled):
    assert [member.value for member in cls] == spelled.split("|" if "|" in spelled else None)


def test_every_list_of_words_is_spelled_out_here():
    modules = (words, network_words, schedule_words)
    lists = {found for module in modules for found in vars(module).values() if isinstance(found, type)}
    assert {found for found in lists if issubclass(found, Word) and found is not Word} == set(AS_AZURE_SPELLS)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ("Premium SSD", words.DiskType.PREMIUM),
        ("premium ssd v2", words.DiskType.PREMIUM_V2),
        ("Ultra Disk", words.DiskType.ULTRA),
        ("ultra", words.DiskType.ULTRA),
        ("standard-ssd", words.DiskType.STANDARD_SSD),
        ("Standard HDD", words.DiskType.STANDARD),
        ("1", words.Generation.V1),
        ("gen 2", words.Generation.V2),
        ("temp disk", words.EphemeralPlacement.TEMP),
        ("Azure Hybrid Benefit", words.LicenceType.WINDOWS_SERVER),
        ("oldest vm", words.ScaleInRule.OLDEST_VM),
        ("lowest-price", words.AllocationStrategy.LOWEST_PRICE),
        (">=", schedule_words.Operator.GREATER_THAN_OR_EQUAL),
        ("<", schedule_words.Operator.LESS_THAN),
        ("enhanced", schedule_words.BackupPolicyType.V2),
        ("sat", schedule_words.Weekday.SATURDAY),
        ("in-guest patch", schedule_words.MaintenanceScope.IN_GUEST_PATCH),
        ("romance", TimeZone.ROMANCE),
        ("w. europe standard time", TimeZone.W_EUROPE),
        ("UTC+12", TimeZone.UTC_PLUS_12),
    ],
)
def test_words_are_read_as_people_write_them(given, word):
    assert type(word).parse(given) is word


def test_compute_is_billed_from_starting_until_deallocating():
    assert [state.compute_billed for state in words.PowerState] == [False, True, True, True, True, False, False]


def test_generations_start_differently():
    assert [(g.number, g.boot) for g in words.Generation] == [(1, "BIOS/PCAT"), (2, "UEFI")]


def test_a_combined_disk_word_is_told_apart():
    with pytest.raises(InvalidInputError, match=r"type='StandardSSD', redundancy='ZRS'"):
        words.DiskType.parse("StandardSSD_ZRS")
    with pytest.raises(UnknownNameError, match="Did you mean Premium"):
        words.DiskType.parse("Premum")


@pytest.mark.parametrize("operator", schedule_words.Operator)
@pytest.mark.parametrize("value", [69, 70, 71])
def test_operators_hold_as_their_signs_say(operator, value):
    assert operator.holds(value, 70) is eval(f"{value} {operator.sign} 70")


def test_time_zones_are_windows_names():
    assert TimeZone.UTC_MINUS_11.value == "UTC-11"
    assert TimeZone.PACIFIC_MEXICO.value == "Pacific Standard Time (Mexico)"
    assert len(TimeZone) == 107
    with pytest.raises(InvalidInputError, match=r"'Europe/Berlin'.*Windows names such as 'W\. Europe Standard Time'"):
        TimeZone.parse("Europe/Berlin")
    for wrong in ("UTC+11", "UTC-12", "CET"):
        with pytest.raises(UnknownNameError):
            TimeZone.parse(wrong)
