using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Governance.Configuration;

public sealed class ConfigurationDeskTests
{
    private readonly FakeConfigurations _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_GreaterVersions_AreKeptWithWhatChanged()
    {
        AuditOrigin.Enter(new AuditOrigin("ada", AuditDoor.Browser, "127.0.0.1"));
        var first = await ApplyAsync(ConfigurationTexts.Of("1.0.0"));
        var second = await ApplyAsync(ConfigurationTexts.Of("1.1.0", runs: 8));

        Assert.Equal((1, "1.0.0", "ada", null), (first.Version!.Number, first.Version.Version, first.Version.AppliedBy, first.Version.RolledBackFrom));
        Assert.Equal((2, "1.1.0"), (second.Version!.Number, second.Version.Version));
        Assert.Equal("--- configuration 1.0.0\n+++ configuration 1.1.0\n@@ -1,3 +1,3 @@\n-version: 1.0.0\n+version: 1.1.0\n global:\n-  limits: {max_concurrent_runs: 4}\n+  limits: {max_concurrent_runs: 8}\n", second.Version.Diff);
        Assert.Equal(["1.0.0", "1.1.0"], _server.Taken);
        Assert.Equal([(AuditActions.ConfigurationApply, "1.0.0"), (AuditActions.ConfigurationApply, "1.1.0")], _server.Audit.Entries.Select(e => (e.Action, e.Target)));
        Assert.Null(_server.Audit.Entries[0].Before);
        Assert.Contains("1.0.0", _server.Audit.Entries[1].Before!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_TheSameAgain_ChangesNothing()
    {
        await ApplyAsync(ConfigurationTexts.Of("1.0.0"));
        var again = await ApplyAsync(ConfigurationTexts.Of("1.0.0"));
        Assert.True(again.WasApplied);
        Assert.Equal(1, again.Version!.Number);
        Assert.Equal(["1.0.0"], _server.Taken);
    }

    [Theory]
    [InlineData("1.2.0")]
    [InlineData("1.2.0-rc.1")]
    [InlineData("1.1.9")]
    public async Task Apply_VersionThatIsNotGreater_IsRefused(string version)
    {
        await ApplyAsync(ConfigurationTexts.Of("1.2.0"));
        var refused = await ApplyAsync(ConfigurationTexts.Of(version, runs: 9));
        Assert.Null(refused.Version);
        Assert.Equal($"version {version} is not greater than 1.2.0, which is in force: give the document a greater one, such as 1.2.1", refused.Refused);
        Assert.Equal(["1.2.0"], _server.Taken);
    }

    [Fact]
    public async Task Apply_WithAFault_ChangesNothing()
    {
        var broken = await ApplyAsync("version: 1.0.0\nglobal: {limits: {max_concurrent_runs: many}}\nagents: {x: {kind: command}}\n");
        Assert.Equal(2, broken.Diagnostics.Count);
        _server.Faults.Add(new Diagnostic("c", 2, 1, DiagnosticSeverity.Error, "bad-option", "Not here."));
        var refused = await ApplyAsync(ConfigurationTexts.Of("1.0.0"));
        Assert.Equal("bad-option", Assert.Single(refused.Diagnostics).Code);
        Assert.Empty(_server.Taken);
        Assert.Null(await _server.Desk.CurrentAsync(Stop));
        Assert.Empty(_server.Audit.Entries);
    }

    [Fact]
    public async Task Apply_AtTheSameTimeAsAnother_IsRefusedAndDoesNotTakeEffect()
    {
        _server.IsTooLate = true;
        Assert.Contains("same time", (await ApplyAsync(ConfigurationTexts.Of("1.0.0"))).Refused!, StringComparison.Ordinal);
        Assert.Empty(_server.Taken);
    }

    [Fact]
    public async Task Rollback_IsTheOldDocumentUnderTheNextVersion()
    {
        AuditOrigin.Enter(new AuditOrigin("ada", AuditDoor.Api, null));
        await ApplyAsync(ConfigurationTexts.Of("1.0.0", runs: 2));
        await ApplyAsync(ConfigurationTexts.Of("1.5.0", runs: 7));
        var back = await _server.Desk.RollbackAsync("1.0.0", "ada", Stop);

        Assert.Equal((3, "1.5.1", "1.0.0"), (back.Version!.Number, back.Version.Version, back.Version.RolledBackFrom));
        Assert.Equal(ConfigurationTexts.Of("1.5.1", runs: 2), back.Version.Text);
        Assert.Equal(["1.0.0", "1.5.0", "1.5.1"], _server.Taken);
        Assert.Equal(AuditActions.ConfigurationRollback, _server.Audit.Entries[^1].Action);
        Assert.Equal("version 1.5.1 is in force", (await _server.Desk.RollbackAsync("1.5.1", "ada", Stop)).Refused);
        Assert.Equal("version 9.9.9 was never applied", (await _server.Desk.RollbackAsync("9.9.9", "ada", Stop)).NotFound);
    }

    [Fact]
    public async Task Diff_OfAnyTwo_GoesTheWayThatWasAskedFor()
    {
        await ApplyAsync(ConfigurationTexts.Of("1.0.0", runs: 2));
        await ApplyAsync(ConfigurationTexts.Of("1.1.0", runs: 2));
        Assert.Contains("\n-version: 1.1.0\n+version: 1.0.0\n", await _server.Desk.DiffAsync("1.1.0", "1.0.0", Stop), StringComparison.Ordinal);
        Assert.Null(await _server.Desk.DiffAsync("1.1.0", "3.0.0", Stop));
    }

    [Fact]
    public async Task Apply_TellsThoseWhoLook()
    {
        var bus = new RunEventBus();
        using var heard = bus.Subscribe(n => n is Notice.ConfigurationChanged);
        await new FakeConfigurations(bus).Desk.ApplyAsync(ConfigurationTexts.Of("1.0.0"), "c.yaml", "ada", Stop);
        await foreach (var notice in heard.ReadAllAsync(Stop))
        {
            Assert.IsType<Notice.ConfigurationChanged>(notice);
            break;
        }
    }

    private Task<Signalbox.Engine.Governance.Configuration.ConfigurationApplied> ApplyAsync(string text) => _server.Desk.ApplyAsync(text, "c.yaml", "ada", Stop);
}
