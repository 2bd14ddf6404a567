using System.Text.Json;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Features;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>Feature specs as files.</summary>
public sealed class SpecFileTests : IDisposable
{
    private readonly CliRunner _cli = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Validate_SpecsOwnExample_SaysItsOneFaultWithItsLine()
    {
        await WriteAsync("spec.yaml", SpecExample.Text);

        Assert.Equal(2, await _cli.RunAsync("spec", "validate", "spec.yaml"));
        Assert.Equal("spec.yaml:93:7: error missing-key: tasks.qa[0] ('QA-001') needs 'done_when'.\n", _cli.Output.ToString());
        Assert.False(Directory.Exists(_cli.DataPath));
    }

    [Fact]
    public async Task Validate_Warnings_LeaveItValid()
    {
        await WriteAsync("spec.yaml", FeatureScene.Spec.Replace("Notes that last for ever", "Notes", StringComparison.Ordinal));

        Assert.Equal(0, await _cli.RunAsync("spec", "validate", "spec.yaml", "--json"));
        using var json = JsonDocument.Parse(_cli.Output.ToString());
        Assert.True(json.RootElement.GetProperty("valid").GetBoolean());
        var warning = Assert.Single(json.RootElement.GetProperty("diagnostics").EnumerateArray());
        Assert.Equal("warning 3 objective.summary has at least 10 characters; this has 5.", $"{warning.GetProperty("severity")} {warning.GetProperty("line")} {warning.GetProperty("message")}");
    }

    [Fact]
    public async Task Validate_FilesThatCannotBeRead_SaysEach()
    {
        await WriteAsync("big.yaml", new string(' ', (1024 * 1024) + 1));

        Assert.Equal(2, await _cli.RunAsync("spec", "validate", "none.yaml", "big.yaml", "."));
        Assert.Equal(
            [
                "none.yaml:1:1: error unreadable-file: there is no such file",
                "big.yaml:1:1: error too-large: The file is 1.1 MiB; a feature spec is at most 1 MiB.",
                ".:1:1: error unreadable-file: this is a folder: name its files",
            ],
            _cli.Output.ToString().TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Feature_IsImportedStartedAndShown()
    {
        _cli.Engine.Known.Add(new Repository { Id = EntityId.New<RepositoryId>(), Name = "web", Path = _cli.Folder, CreatedAt = FakeRuns.Now });
        _cli.Engine.Agents = [new AgentInfo { Id = "claude", Name = "Claude", Kind = AgentKind.Cli, Provider = "anthropic", Capabilities = [], Status = AgentStatus.Active, StatusReason = "ready" }];
        await WriteAsync("spec.yaml", FeatureScene.Spec);

        Assert.Equal(0, await _cli.RunAsync("spec", "import", "spec.yaml"));
        Assert.Equal("notes\n", _cli.Output.ToString());
        Assert.Equal(0, await _cli.RunAsync("spec", "start", "notes"));
        Assert.Equal("notes\nT-1\n", _cli.Output.ToString());
        Assert.Equal(4, await _cli.RunAsync("spec", "start", "web/notes"));
        Assert.Contains("at work in T-1 already", _cli.Error.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await _cli.RunAsync("spec", "status", "notes"));
        var lines = _cli.Output.ToString().Split('\n');
        Assert.Contains("notes: InProgress, 0 of 2 tasks done, run T-1", lines);
        Assert.Contains("[ ] BE-001: `make test` passes", lines);
    }

    [Fact]
    public async Task Import_OfSpecsOwnExample_WarnsOfItsFaultAndTakesIt()
    {
        _cli.Engine.Known.Add(new Repository { Id = EntityId.New<RepositoryId>(), Name = "web", Path = _cli.Folder, CreatedAt = FakeRuns.Now });
        await WriteAsync("spec.yaml", SpecExample.Text);

        Assert.Equal(0, await _cli.RunAsync("spec", "import", "spec.yaml"));
        Assert.Equal("workflow-improvements-2026\n", _cli.Output.ToString());
        Assert.Contains("spec.yaml:93:7: warning: tasks.qa[0] ('QA-001') needs 'done_when'.", _cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OfNone_Is3() => Assert.Equal(3, await _cli.RunAsync("spec", "status", "none"));

    public void Dispose() => _cli.Dispose();

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_cli.Folder, name), text, Token);
}
