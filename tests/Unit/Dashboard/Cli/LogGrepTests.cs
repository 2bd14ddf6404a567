using Signalbox.Engine.Logs;

namespace Signalbox.Unit.Dashboard.Cli;

public sealed class LogGrepTests
{
    [Fact]
    public async Task RunLogs_Grep_PrintsMatchingLinesWithTheirNumbers()
    {
        using var cli = new CliRunner();
        var run = cli.Engine.AddRun("DOC-1");
        cli.Engine.Logs.Set(run.Attempts[0].Id, LogStream.Stdout, "one fault", "fine", "another Fault");
        cli.Engine.Logs.Set(run.Attempts[0].Id, LogStream.Stderr, "no", "faults: 0");
        Assert.Equal(0, await cli.RunAsync("run", "logs", "DOC-1", "--grep", "fault(s|$)"));
        Assert.Equal("1:one fault\n3:another Fault\n2:faults: 0\n", cli.Output.ToString());
    }

    [Fact]
    public async Task RunLogs_GrepWithFollow_PrintsTheSameLines()
    {
        using var cli = new CliRunner();
        var run = cli.Engine.AddRun("DOC-1");
        cli.Engine.Logs.Set(run.Attempts[0].Id, LogStream.Stdout, "fine", "a \u001b[31mfau\u001b[0mlt");
        Assert.Equal(2, await cli.RunAsync("run", "logs", "DOC-1", "--grep", "fault", "-f"));
        Assert.Contains("--step", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await cli.RunAsync("run", "logs", "DOC-1", "--step", run.Steps[0].StepId, "--stream", "stdout", "--grep", "fault", "-f", "--json"));
        Assert.Contains("\"line\":2,\"matches\":1,\"text\":\"a fault\"", cli.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunLogs_GrepOfNothing_SaysSoAndIsNoFault()
    {
        using var cli = new CliRunner();
        var run = cli.Engine.AddRun("DOC-1");
        cli.Engine.Logs.Set(run.Attempts[0].Id, LogStream.Stdout, "one");
        Assert.Equal(0, await cli.RunAsync("run", "logs", "DOC-1", "--grep", "two"));
        Assert.Equal(("", "No line matches.\n"), (cli.Output.ToString(), cli.Error.ToString()));
        Assert.Equal(2, await cli.RunAsync("run", "logs", "DOC-1", "--grep", "(two"));
        Assert.Contains("--grep: '(two' is not a regular expression", cli.Error.ToString(), StringComparison.Ordinal);
    }
}
