using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Cli;
using Signalbox.Unit.Engine.Agents.Api;
using static Signalbox.Unit.Dashboard.Cli.WorkerAnswers;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>What a worker's command has done is not thrown away because the server is away for a moment (design/agents.md, Workers).</summary>
public sealed class WorkerStepTests
{
    private const string Gone = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{";
    private const string Broken = "HTTP/1.1 503 Away\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ServerIsAwayWhenTheCommandEnds_SaysItsLinesAndItsEndUntilTheyAreHeard()
    {
        var claim = Claim("tk_1", 3);
        await using var server = new WireServer(Gone, Answer(claim with { LogBytes = 12 }), Broken, Gone, Answer(claim));
        using var api = new ApiClient(new ServerTarget(server.Url(""), null), null);
        using var said = new StringWriter();

        var end = await Step(api, said, "cat > /dev/null; echo done").RunAsync(Stop);

        Assert.Equal(new WorkerEnd("completed", IsTold: true), end);
        Assert.Equal(
            ["steps/tk_1/log", "steps/tk_1/log", "steps/tk_1/complete", "steps/tk_1/complete", "steps/tk_1/complete"],
            server.Requests.Select(r => r.Split(' ')[1]["/api/v1/".Length..]));
        Assert.All(server.Requests[..2], r =>
        {
            Assert.Contains("\"after\":7", r, StringComparison.Ordinal);
            Assert.Contains("\"done\"", r, StringComparison.Ordinal);
            Assert.DoesNotContain("Idempotency-Key", r, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Single(server.Requests[2..].Select(KeyOf).Distinct(StringComparer.Ordinal));
        Assert.Contains("said again until it is heard", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CommandFailsWhileTheServerIsAway_SaysSoUntilItIsHeard()
    {
        await using var server = new WireServer(Gone, Answer(Claim("tk_1", 3)));
        using var api = new ApiClient(new ServerTarget(server.Url(""), null), null);

        var end = await Step(api, TextWriter.Null, "cat > /dev/null; exit 7").RunAsync(Stop);

        Assert.Equal(new WorkerEnd("/bin/sh ended with exit code 7", IsTold: true), end);
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, r => Assert.StartsWith("POST /api/v1/steps/tk_1/fail ", r, StringComparison.Ordinal));
        Assert.Single(server.Requests.Select(KeyOf).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_InterruptedBeforeItsEndIsHeard_IsNotTold()
    {
        await using var server = new WireServer(Enumerable.Repeat(Broken, 1_000));
        using var api = new ApiClient(new ServerTarget(server.Url(""), null), null);
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var said = new Listener(interrupted.Cancel);

        var end = await Step(api, said, "cat > /dev/null").RunAsync(interrupted.Token);

        Assert.False(end.IsTold);
        Assert.StartsWith("completed, and the server could not be told: ", end.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_ThatLostAStep_DoesNotCountItAsDone()
    {
        const string Lost = """{"detail":"anna does not hold it"}""";
        await using var server = new WireServer(
            Agent(), Answer(new ClaimModel(Work("tk_lost", 1))), WireServer.Json(409, Lost), WireServer.Json(409, Lost),
            Answer(new ClaimModel(Work("tk_done", 1))), Answer(Claim("tk_done", 1)), Agent());
        using var cli = new CliRunner();

        var code = await cli.RunAsync("worker", "--server", server.Url("").ToString(), "--name", "anna", "--capability", "plan", "--steps", "1", "--", "/bin/sh", "-c", "cat > /dev/null");

        Assert.True(code == 0, cli.Error.ToString());
        Assert.Equal(
            ["agents", "agents/anna/claim", "steps/tk_lost/complete", "steps/tk_lost/fail", "agents/anna/claim", "steps/tk_done/complete", "agents/anna/heartbeat"],
            server.Requests.Select(r => r.Split(' ')[1]["/api/v1/".Length..]));
    }

    private static WorkerStep Step(ApiClient api, TextWriter said, string command)
    {
        var context = new CliContext { Output = TextWriter.Null, Error = said, Environment = _ => null, WorkingDirectory = Path.GetTempPath(), Time = new NoPauses() };
        return new WorkerStep(new WorkClient(api, "anna"), Work("tk_1", 3) with { StdoutBytes = 7, StderrBytes = 0 }, ["/bin/sh", "-c", command], context);
    }

    private static string KeyOf(string request) => Assert.Single(request.Split("\r\n"), l => l.StartsWith("Idempotency-Key: ", StringComparison.OrdinalIgnoreCase));

    /// <summary>The pause between two tries is over at once; all else takes its time.</summary>
    private sealed class NoPauses : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == TimeSpan.FromSeconds(2) ? TimeSpan.FromMilliseconds(1) : dueTime, period);
    }

    /// <summary>Tells of the first line.</summary>
    private sealed class Listener(Action heard) : StringWriter
    {
        public override Task WriteLineAsync(string? value)
        {
            heard();
            return Task.CompletedTask;
        }
    }
}
