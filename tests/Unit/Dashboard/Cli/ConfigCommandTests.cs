using System.Text.Json;
using Signalbox.Unit.Engine.Governance.Configuration;

namespace Signalbox.Unit.Dashboard.Cli;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly CliRunner _cli = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Validate_SaysEveryFaultWithItsPlace_AndNeedsNoServer()
    {
        await WriteAsync("bad.yaml", "version: 1\nglobal:\n  limits: {max_concurrent_runs: 0}\n  ports: 9\ndeployment: {urls: [nowhere]}\n");
        Assert.Equal(2, await _cli.RunAsync("config", "validate", "bad.yaml", "--json"));
        var shape = JsonDocument.Parse(_cli.Output.ToString()).RootElement;
        Assert.False(shape.GetProperty("valid").GetBoolean());
        Assert.Equal([("bad.yaml", 1, 10, "error"), ("bad.yaml", 3, 33, "error"), ("bad.yaml", 4, 10, "error"), ("bad.yaml", 5, 21, "error")], shape.GetProperty("diagnostics").EnumerateArray().Select(d => (d.GetProperty("file").GetString(), d.GetProperty("line").GetInt32(), d.GetProperty("column").GetInt32(), d.GetProperty("severity").GetString())));
        Assert.False(Directory.Exists(_cli.DataPath));
    }

    [Fact]
    public async Task Validate_OfWhatOnlyOptionsKnow_SaysThatToo()
    {
        await WriteAsync("bad.yaml", "version: 1.0.0\nglobal:\n  ports: 90-10\ndeployment: {urls: [nowhere]}\n");
        Assert.Equal(2, await _cli.RunAsync("config", "validate", "bad.yaml"));
        Assert.Contains("bad.yaml:3:10: error bad-option: global.ports: found '90-10'", _cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("bad.yaml:4:21: error bad-option: deployment.urls: 'nowhere' is not an address", _cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await _cli.RunAsync("config", "validate", "missing.yaml"));
        Assert.Contains("missing.yaml:1:1: error unreadable-file: there is no such file", _cli.Output.ToString(), StringComparison.Ordinal);

        await WriteAsync("good.yaml", ConfigurationTexts.Whole);
        Assert.Equal(0, await _cli.RunAsync("config", "validate", "good.yaml"));
        Assert.EndsWith("valid\n", _cli.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_Show_History_Diff_Rollback_AndTheAuditLog()
    {
        await WriteAsync("one.yaml", ConfigurationTexts.Of("1.0.0"));
        await WriteAsync("two.yaml", ConfigurationTexts.Of("1.1.0", runs: 9));
        Assert.Equal(3, await _cli.RunAsync("config", "show"));
        Assert.Equal(0, await _cli.RunAsync("config", "apply", "one.yaml"));
        _cli.Engine.Configurations.RestartNeeded = ["deployment.urls"];
        Assert.Equal(0, await _cli.RunAsync("config", "apply", "two.yaml"));
        Assert.Equal("version 1.0.0 is in force\nversion 1.1.0 is in force\n", _cli.Output.ToString());
        Assert.Contains("After a restart of the server: deployment.urls", _cli.Error.ToString(), StringComparison.Ordinal);

        Assert.Equal(4, await _cli.RunAsync("config", "apply", "one.yaml"));
        Assert.Contains("is not greater than 1.1.0", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await _cli.RunAsync("config", "diff", "1.0.0", "1.1.0"));
        Assert.Contains("+  limits: {max_concurrent_runs: 9}\n", _cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await _cli.RunAsync("config", "rollback", "1.0.0", "--json"));
        Assert.Equal(0, await _cli.RunAsync("config", "history"));
        Assert.Contains("1.1.1\t", _cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\trolled back to 1.0.0\t", _cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await _cli.RunAsync("config", "show"));
        Assert.EndsWith(ConfigurationTexts.Of("1.1.1"), _cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, await _cli.RunAsync("config", "rollback", "7.0.0"));

        Assert.Equal(0, await _cli.RunAsync("audit", "list"));
        Assert.Contains("\tadmin\tCommandLine\t127.0.0.1\tconfiguration.rollback\t1.1.1", _cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await _cli.RunAsync("audit", "export", "log.jsonl"));
        Assert.Equal(3, (await File.ReadAllLinesAsync(Path.Combine(_cli.Folder, "log.jsonl"), Stop)).Length);
    }

    [Fact]
    public async Task Apply_OfABrokenDocument_NamesEachFault()
    {
        await WriteAsync("bad.yaml", "version: 1.0.0\nagents: {x: {kind: command}, y: {kind: api}}\n");
        Assert.Equal(2, await _cli.RunAsync("config", "apply", "bad.yaml"));
        Assert.Contains("bad.yaml:2:13: error missing-key", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("bad.yaml:2:33: error missing-key", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_cli.Engine.Configurations.Taken);
    }

    public void Dispose() => _cli.Dispose();

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_cli.Folder, name), text, Stop);
}
