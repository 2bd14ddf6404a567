using Signalbox.Engine.Runs;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Metrics;
using Signalbox.Unit.Engine.Metrics.Compound;

namespace Signalbox.Unit.Dashboard.Cli;

public sealed class MetricsCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Show_ScriptedHistory_PrintsWhatTheNumbersWereMadeOf()
    {
        await using var server = await TestServer.StartAsync();
        await server.Engine.Metrics.AppendAsync(ScriptedHistory.Facts, Stop);
        using var cli = new CliRunner(server.DataPath);

        Assert.Equal(0, await cli.RunAsync("metrics", "show", "--from", "2026-02-23", "--to", "2026-05-03", "--zone", "Europe/Berlin"));

        var first = cli.Output.ToString().Split('\n').First(l => l.StartsWith("first_pass_success", StringComparison.Ordinal));
        Assert.Equal(["first_pass_success", "95", "19/20", "2026-04-27", "unknown", "unknown", "percent", "improving"], first.Split('\t', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Import_ThenExport_GivesTheSameFile()
    {
        await using var server = await TestServer.StartAsync();
        using var cli = new CliRunner(server.DataPath);
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "compound.yaml"), CompoundFileTests.Spec, Stop);

        Assert.Equal(0, await cli.RunAsync("metrics", "import", "compound.yaml"));
        Assert.Equal(0, await cli.RunAsync("metrics", "export", "again.yaml"));
        Assert.Equal(0, await cli.RunAsync("metrics", "target", "first_pass_success", "72.5", "--baseline", "41"));

        Assert.Equal(CompoundFileTests.Spec, await File.ReadAllTextAsync(Path.Combine(cli.Folder, "again.yaml"), Stop));
        Assert.Equal("Took 6 points and what is wanted of 4 metrics from compound.yaml\nfirst_pass_success: target 72.5, baseline 41\n", cli.Output.ToString());
    }

    [Fact]
    public async Task Import_OfAFileWithFaults_NamesTheirLines_AndTakesNothing()
    {
        await using var server = await TestServer.StartAsync();
        using var cli = new CliRunner(server.DataPath);
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "wrong.yaml"), "version: \"1.0\"\nmetrics: 5\n", Stop);

        Assert.Equal(2, await cli.RunAsync("metrics", "import", "wrong.yaml"));

        Assert.StartsWith("wrong.yaml:2:", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(cli.Output.ToString());
        Assert.Null(server.Engine.Metrics.File);
    }

    [Theory]
    [InlineData(3, "metrics", "target", "luck", "5")]
    [InlineData(2, "metrics", "target", "first_pass_success", "101")]
    [InlineData(2, "metrics", "show", "--period", "year")]
    [InlineData(3, "metrics", "show", "luck")]
    [InlineData(3, "metrics", "runs", "luck", "--date", "2026-01-01")]
    [InlineData(2, "metrics", "import", "nowhere.yaml")]
    [InlineData(3, "run", "regression", "DOC-1", "--caused-by", "NO-1")]
    [InlineData(4, "run", "regression", "DOC-1", "--caused-by", "DOC-1")]
    public async Task WhatCannotBe_HasItsExitCode_AndASentence(int exitCode, params string[] arguments)
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        using var cli = new CliRunner(server.DataPath);

        Assert.Equal(exitCode, await cli.RunAsync(arguments));
        Assert.NotEmpty(cli.Error.ToString());
    }

    [Fact]
    public async Task Regression_IsLinked()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-2");
        var cause = server.Engine.AddRun("DOC-1");
        cause.Run.MoveTo(RunStatus.Completed, null, cause.Run.CreatedAt);
        using var cli = new CliRunner(server.DataPath);

        Assert.Equal(0, await cli.RunAsync("run", "regression", "DOC-2", "--caused-by", "DOC-1", "--comment", "totals are wrong"));

        Assert.Equal("DOC-1 is linked as the cause of what DOC-2 shows\n", cli.Output.ToString());
        Assert.Single(server.Engine.Metrics.Facts);

        Assert.Equal(0, await cli.RunAsync("run", "regression", "DOC-2", "--caused-by", "DOC-1", "--withdraw"));
        Assert.Equal(3, await cli.RunAsync("run", "regression", "DOC-1", "--caused-by", "DOC-2", "--withdraw"));
        Assert.EndsWith("DOC-1 is no longer linked as the cause of what DOC-2 shows\n", cli.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_OfOneMetric_PrintsItsPeriodsAndTheChanges_AndRunsWhatIsBehindOne()
    {
        await using var server = await TestServer.StartAsync();
        await server.Engine.Metrics.AppendAsync(ScriptedHistory.Facts, Stop);
        using var cli = new CliRunner(server.DataPath);

        Assert.Equal(0, await cli.RunAsync("metrics", "show", "first_pass_success", "--from", "2026-02-23", "--to", "2026-05-03", "--zone", "Europe/Berlin"));
        Assert.Equal(0, await cli.RunAsync("metrics", "runs", "regression_rate", "--date", "2026-03-04", "--zone", "Europe/Berlin"));

        var lines = cli.Output.ToString().Split('\n');
        Assert.Contains(lines, l => Words(l).SequenceEqual(["2026-03-23", "70", "14/20", "computed"], StringComparer.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("2026-03-30", StringComparison.Ordinal) && l.Contains("build 2", StringComparison.Ordinal));
        Assert.Equal(["S-20", "S-22", "S-24", "S-26", "S-28", "S-30", "S-32", "S-34"], lines.Where(l => l.StartsWith("S-", StringComparison.Ordinal)).Select(l => Words(l)[0]));

        static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }
}
