using System.Runtime.Versioning;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Logs;

namespace Signalbox.Unit.Engine.Agents;

[SupportedOSPlatform("linux")]
public sealed class ShellAgentTests : IDisposable
{
    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RunAsync_LargeScript_RunsItFromAFileWithoutInput()
    {
        var script = string.Concat(Enumerable.Repeat("echo line\n", 50_000));
        _bench.Request = _bench.Request with { Script = script, Shell = ["/bin/bash", "-eu"] };
        _bench.Host.End();

        await _bench.RunAsync(_bench.Shell);

        var spec = Assert.Single(_bench.Host.Started);
        Assert.Equal(["/bin/bash", "-eu", _bench.Folder["attempt/process-input.sh"]], spec.Command);
        Assert.Null(spec.StandardInputFile);
        Assert.Equal(script, await File.ReadAllTextAsync(spec.Command[2], TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(spec.Command[2]));
    }

    [Theory]
    [InlineData("first\n\u001b[32msecond\u001b[0m\r\n\n  \n", "second")]
    [InlineData("no line end", "no line end")]
    [InlineData("\n\n", null)]
    [InlineData("", null)]
    public async Task RunAsync_Succeeded_KeepsTheLastLineAsOutput(string printed, string? expected)
    {
        _bench.Host.Stdout = printed;
        _bench.Host.End();

        var result = await _bench.RunAsync(_bench.Shell);

        Assert.Equal(AgentOutcome.Succeeded, result.Outcome);
        Assert.Null(result.FinalText);
        Assert.Equal(expected, result.OutputText);
        Assert.Null(result.Structured);
    }

    [Fact]
    public async Task RunAsync_JsonAsLastLine_IsStructured()
    {
        _bench.Host.Stdout = "working\n{\"files\": \"12\"}\n";
        _bench.Host.End();

        Assert.Equal("12", (await _bench.RunAsync(_bench.Shell)).Structured!["files"]);
    }

    [Fact]
    public async Task RunAsync_ExitCode_QuotesTheLastErrorLine()
    {
        _bench.Host.Stderr = "first\n\u001b[31mbad\u0000 thing\u001b[0m " + new string('x', 1000) + "\n\n";
        _bench.Host.End(code: 3);

        var result = await _bench.RunAsync(_bench.Shell);

        Assert.Equal(AgentOutcome.Failed, result.Outcome);
        Assert.Equal(3, result.ExitCode);
        Assert.Equal("exit_code", result.Error!.Code);
        Assert.StartsWith("the script ended with exit code 3; the last line it wrote to standard error was: bad thing xxx", result.Error.Message, StringComparison.Ordinal);
        Assert.InRange(result.Error.Message.Length, 100, 400);
    }

    [Fact]
    public async Task RunAsync_ExitCodeWithoutWords_SaysSo()
    {
        _bench.Host.End(code: 1);

        var result = await _bench.RunAsync(_bench.Shell);

        Assert.Equal("the script ended with exit code 1 and wrote nothing to standard error", result.Error!.Message);
        Assert.True(_bench.Logs.IsComplete(LogStream.Stderr));
    }

    [Fact]
    public async Task RunAsync_LeftProcessesBehind_SaysSo()
    {
        _bench.Host.End(detail: "A process that it had left behind was killed.");

        Assert.Equal(["A process that it had left behind was killed."], (await _bench.RunAsync(_bench.Shell)).Warnings);
    }
}
