using System.Threading.Channels;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Workflows;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Methodology TDD: the proof is run before the change and after it, and a change that no failing test asked for is flagged; real git.</summary>
public sealed class TestFirstTests : IAsyncLifetime
{
    private const string Step = "{id: a, run: 'true', methodology: TDD, verify: {run: make test}, retry: {max_attempts: 2}}";

    private readonly TestRepository _git = new();

    public async ValueTask InitializeAsync() => await _git.WithCommitAsync();

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Tdd_ProofThatFailedBeforeAndPassesAfter_IsNotFlagged()
    {
        await using var bench = await RunAsync(Step, write: true, Fails("verify-before"));

        Assert.Empty(await WarningsAsync(bench));
        Assert.Equal(["verify-before", "verify"], bench.Proofs.Started.Select(Path.GetFileName));
    }

    [Fact]
    public async Task Tdd_ProofThatPassedBeforeAsWell_IsFlaggedOnTheAttemptAndInTheEvents()
    {
        await using var bench = await RunAsync(Step, write: true, _ => 0);

        Assert.Equal(["test first: verify passed before the change as well; no test failed first"], await WarningsAsync(bench));
        var flagged = Assert.Single(await EventsAsync(bench), e => e.Data.ContainsKey("check"));
        Assert.Equal((EventLevel.Warning, "a: test first: verify passed before the change as well; no test failed first"), (flagged.Level, flagged.Message));
    }

    [Theory]
    [InlineData(126)]
    [InlineData(127)]
    public async Task Tdd_ProofThatCouldNotRunBefore_IsNoFailedTest(int exit)
    {
        await using var bench = await RunAsync(Step, write: true, spec => IsBefore(spec) ? exit : 0);

        Assert.Equal(["test first: verify could not run before the change; no test failed first"], await WarningsAsync(bench));
    }

    [Fact]
    public async Task Tdd_ChangeOfAnEarlierVisit_IsFlaggedWithTheVisitThatIsProved()
    {
        var proofs = 0;
        await using var bench = await EngineBench.CreateAsync("version: '1.0'\nname: work\nsteps:\n  - {id: a, run: 'true', methodology: TDD, verify: {run: make test}, iterate: {max: 3, until: verify}}\n", git: _git);
        bench.Proofs.Exit = spec => IsBefore(spec) ? 0 : ++proofs == 1 ? 1 : 0;
        bench.Agents.Shell.Automatic = request => proofs == 0 ? Write(request) : FakeAgent.Success;
        await bench.StartAsync();
        await bench.DeliverAsync();

        Assert.Equal(["test first: verify passed before the change as well; no test failed first"], await WarningsAsync(bench));
        Assert.Equal(2, (await StateAsync(bench)).Steps.Count);
    }

    [Fact]
    public async Task Tdd_StepThatChangesNothing_IsNotFlagged()
    {
        await using var bench = await RunAsync(Step, write: false, _ => 0);

        Assert.Empty(await WarningsAsync(bench));
    }

    [Fact]
    public async Task Tdd_SecondAttempt_ComparesWithWhatWasBeforeTheFirst()
    {
        var proofs = 0;
        await using var bench = await RunAsync(Step, write: true, spec => IsBefore(spec) ? 1 : ++proofs == 1 ? 1 : 0);

        Assert.Empty(await WarningsAsync(bench));
        Assert.Equal(["verify-before", "verify", "verify"], bench.Proofs.Started.Select(Path.GetFileName));
    }

    [Fact]
    public async Task Tdd_WithoutAProof_IsFlagged()
    {
        await using var bench = await RunAsync("{id: a, run: 'true', methodology: TDD}", write: true, exit: null);

        Assert.Equal(["test first: the step has no verify; nothing shows that a test failed before the change and passes after it"], await WarningsAsync(bench));
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("BDD")]
    public async Task OtherMethodology_HasNoProofBefore(string methodology)
    {
        await using var bench = await RunAsync(Step.Replace("TDD", methodology, StringComparison.Ordinal), write: true, _ => 0);

        Assert.Empty(await WarningsAsync(bench));
        Assert.Equal(["verify"], bench.Proofs.Started.Select(Path.GetFileName));
    }

    [Fact]
    public async Task Tdd_StoppedWhileTheProofBeforeRuns_NeverBeginsTheAgent()
    {
        await using var bench = await EngineBench.CreateAsync($"version: '1.0'\nname: work\nsteps:\n  - {Step}\n", git: _git);
        (bench.Proofs.Exit, bench.Proofs.Hangs) = (_ => 0, true);
        var run = await bench.StartAsync();
        var work = bench.DeliverAsync();
        await bench.Proofs.Begun.WaitAsync(TestContext.Current.CancellationToken);

        await bench.Service.CancelAsync(run.Id, "mara", TestContext.Current.CancellationToken);
        await work;

        var state = await StateAsync(bench);
        Assert.Equal((RunStatus.Cancelled, AttemptStatus.Cancelled), (state.Run.Status, Assert.Single(state.Attempts).Status));
        Assert.Empty(bench.Agents.Shell.Begun);
        Assert.Equal(["verify-before"], bench.Proofs.Started.Select(Path.GetFileName));
    }

    [Fact]
    public async Task Tdd_StoppedBeforeTheProofBegins_RunsNeitherItNorTheAgent()
    {
        await using var bench = await RunAsync("{id: a, run: 'true'}", write: false, _ => 0);
        var state = await StateAsync(bench);
        var definition = WorkflowParser.Parse($"version: '1.0'\nname: work\nsteps:\n  - {Step}\n", "work").Definition!.Step("a");
        var messages = Channel.CreateUnbounded<SessionMessage>();
        using var handover = new SessionHandover(new AgentSlots(null));
        await using var watch = new AttemptWatch(bench.Parts, handover, messages.Writer);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        state.Attempts[0].Process = null;
        var flight = new AttemptInFlight(definition, state.Steps[0], state.Attempts[0], Assert.Single(bench.Agents.Shell.Begun), new FakeAgent()) { Ready = ready.Task };
        Assert.True(TestFirst.ProvesBase(flight));
        watch.Begin(flight);

        await watch.StopAllAsync();
        ready.SetResult();

        var ended = Assert.IsType<SessionMessage.Ended>(await messages.Reader.ReadAsync(TestContext.Current.CancellationToken));
        await watch.ForgetAsync(flight);
        Assert.Equal((AgentOutcome.Stopped, 0), (ended.Result.Outcome, bench.Proofs.Started.Count));
    }

    private async Task<EngineBench> RunAsync(string step, bool write, Func<ProcessSpec, int>? exit)
    {
        var bench = await EngineBench.CreateAsync($"version: '1.0'\nname: work\nsteps:\n  - {step}\n", git: _git);
        bench.Proofs.Exit = exit;
        bench.Agents.Shell.Automatic = request => write ? Write(request) : FakeAgent.Success;
        await bench.StartAsync();
        await bench.DeliverAsync();
        return bench;
    }

    private static AgentResult Write(AgentRequest request)
    {
        File.WriteAllText(Path.Combine(request.WorkingDirectory, "code.cs"), "one\n");
        return FakeAgent.Success;
    }

    private static async Task<IReadOnlyList<string>> WarningsAsync(EngineBench bench)
    {
        var state = await StateAsync(bench);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        return state.Attempts.Last().Warnings;
    }

    private static async Task<IReadOnlyList<RunEvent>> EventsAsync(EngineBench bench) => await bench.EventsAsync((await StateAsync(bench)).Run.Id);

    private static async Task<RunState> StateAsync(EngineBench bench) =>
        await bench.StateAsync(Assert.Single((await bench.Queries.ListAsync(new RunFilter(), TestContext.Current.CancellationToken)).Runs).Id);

    private static Func<ProcessSpec, int> Fails(string folder) => spec => spec.Directory.EndsWith(folder, StringComparison.Ordinal) ? 1 : 0;

    private static bool IsBefore(ProcessSpec spec) => spec.Directory.EndsWith("verify-before", StringComparison.Ordinal);
}
