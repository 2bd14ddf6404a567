using System.Text.Json;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;

namespace Signalbox.Unit.Engine.Runs.Execution;

/// <summary>The files that other programs read, where the server died between rows and files, or could not write.</summary>
public sealed class DocumentRepairTests
{
    private const string Two = """
        version: "1.0"
        name: work
        steps:
          - id: first
            run: "true"
            retry: {max_attempts: 2}
          - id: second
            needs: [first]
            run: "true"
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SweepAsync_ServerDiedBeforeItWroteThem_WritesWhatTheRowsSay()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var metadata = Path.Combine(run.Directory, "metadata.json");
        await File.WriteAllTextAsync(metadata, (await File.ReadAllTextAsync(metadata, Stop)).Replace("\"Completed\"", "\"Running\"", StringComparison.Ordinal), Stop);
        File.Delete(Path.Combine(run.Directory, "steps", "02_second", "attempts", "1", "result.json"));
        File.Delete(Path.Combine(run.Directory, "steps", "01_first", "result.json"));

        Assert.Equal(3, await bench.Documents.SweepAsync(Stop));

        await AssertDocumentsAsync(bench, run);
        Assert.Equal(0, await bench.AnotherRepair().SweepAsync(Stop));
    }

    [Theory]
    [InlineData("{\"signalbox\": {\"status\": \"Comp")]
    [InlineData("[1]")]
    [InlineData("")]
    [InlineData("{\"signalbox\": {\"status\": 3}}")]
    public async Task SweepAsync_DocumentIsDamaged_WritesItAgain(string damaged)
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        await File.WriteAllTextAsync(Path.Combine(run.Directory, "metadata.json"), damaged, Stop);
        await File.WriteAllTextAsync(Path.Combine(run.Directory, "steps", "01_first", "attempts", "1", "result.json"), damaged, Stop);

        Assert.Equal(2, await bench.Documents.SweepAsync(Stop));
        await AssertDocumentsAsync(bench, run);
    }

    [Fact]
    public async Task SweepAsync_PipeInADocumentsPlace_IsNotWaitedFor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes of Linux");
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        await Pipes.PutAsync(Path.Combine(run.Directory, "metadata.json"), Stop);

        Assert.Equal(1, await bench.Documents.SweepAsync(Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop));
        await AssertDocumentsAsync(bench, run);
    }

    [Fact]
    public async Task ExecuteAsync_TakenOverFromAServerThatDied_WritesThemWhileItGoesOn()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        using var dying = new CancellationTokenSource();
        var run = await bench.StartAsync();
        var first = bench.Executor.ExecuteAsync(run.Id, dying.Token);
        bench.Agents.Shell.End(await bench.Agents.Shell.NextAsync(), FakeAgent.Success);
        await bench.Agents.Shell.NextAsync();
        await dying.CancelAsync();
        await first;
        var result = Path.Combine(run.Directory, "steps", "01_first", "attempts", "1", "result.json");
        File.Delete(result);
        File.Delete(Path.Combine(run.Directory, "metadata.json"));

        var second = bench.AnotherServer().ExecuteAsync(run.Id, Stop);
        var request = await bench.Agents.Shell.NextAsync();
        Assert.True(File.Exists(result), "the first step's result was not written when the run was taken over");
        Assert.Equal("Running", (await ReadAsync(run.Directory, "metadata.json")).GetProperty("status").GetString());

        bench.Agents.Shell.End(request, FakeAgent.Success);
        await second;
        await AssertDocumentsAsync(bench, run);
    }

    [Fact]
    public async Task SweepAsync_DocumentCouldNotBeWritten_IsWrittenWhenItCan()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        Assert.Equal(0, await bench.Documents.SweepAsync(Stop));
        var run = await bench.StartAsync();
        var blocked = Directory.CreateDirectory(Path.Combine(run.Directory, "steps", "02_second", "attempts", "1", "result.json", "inside"));
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.Equal(0, await bench.Documents.SweepAsync(Stop));

        blocked.Parent!.Delete(recursive: true);

        Assert.Equal(1, await bench.Documents.SweepAsync(Stop));
        await AssertDocumentsAsync(bench, run);
        File.Delete(Path.Combine(run.Directory, "metadata.json"));
        Assert.Equal(0, await bench.Documents.SweepAsync(Stop));
    }

    [Fact]
    public async Task Documents_OfAStepThatIsTriedAgainOrWaitsOrIsCancelled_SayWhatTheRowsSay()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - id: first
                run: "true"
                approval: always
              - id: second
                run: "true"
                retry: {max_attempts: 3, delay_seconds: 600}
            """);
        bench.Agents.Shell.Automatic = r => r.StepId is "first" ? FakeAgent.Success : FakeAgent.Failure;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        await AssertDocumentsAsync(bench, run);

        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);
        await bench.DeliverAsync();
        await AssertDocumentsAsync(bench, run);

        await bench.Service.CancelAsync(run.Id, "mara", Stop);
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Cancelled, (await bench.StateAsync(run.Id)).Run.Status);
        await AssertDocumentsAsync(bench, run);
        Assert.Equal(0, await bench.Documents.SweepAsync(Stop));
    }

    private static async Task AssertDocumentsAsync(EngineBench bench, Run run)
    {
        var state = await bench.StateAsync(run.Id);
        Assert.Equal(state.Run.Status.ToString(), (await ReadAsync(run.Directory, "metadata.json")).GetProperty("signalbox").GetProperty("status").GetString());
        foreach (var step in state.Steps.Where(s => state.AttemptsOf(s).Any()))
        {
            var ours = (await ReadAsync(RunFolder.Step(run, step), "result.json")).GetProperty("signalbox");
            Assert.Equal(step.Status.ToString(), ours.GetProperty("status").GetString());
            Assert.Equal(state.AttemptsOf(step).Last().Id.Value, ours.GetProperty("attempt_id").GetString());
        }
    }

    private static async Task<JsonElement> ReadAsync(string folder, string name) => JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(folder, name), Stop));
}
