using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Sessions;

namespace Signalbox.Unit.Engine.Runs;

/// <summary><c>feature</c> of a step: whose progress a session goes on with (design/agents.md, "the next session of the same feature and role").</summary>
public sealed class StepFeatureRunTests
{
    private const string TwoFeatures = """
        version: "1.0"
        name: work
        inputs: {issue: {type: string, default: pay-7}}
        steps:
          - {id: one, agent: claude, role: dev, prompt: Do one, feature: "{{inputs.issue}}"}
          - {id: two, agent: claude, role: dev, prompt: Do two, needs: [one], feature: login}
          - {id: three, agent: claude, role: dev, prompt: Do three, needs: [two], feature: "{{inputs.issue}}"}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sessions_OfTwoFeaturesOfOneRole_KeepApartWhatTheyKnow()
    {
        await using var bench = await EngineBench.CreateAsync(TwoFeatures);
        List<string> seen = [];
        bench.Agents.Shell.Automatic = r =>
        {
            var progress = ProgressDocument.Parse(Read(r, SessionFolder.Progress)).Document!;
            seen.Add($"{r.StepId}: {progress.Feature}, {string.Join('+', progress.Bullets(ProgressSections.Notes))}, {string.Join('+', AgentFile.Parse(Read(r, "agents/dev.af")).File!.Memory.LearnedPreferences)}");
            Change(r, SessionFolder.Progress, "## Notes for Next Session\nNone", $"## Notes for Next Session\n- noted by {r.StepId}");
            Change(r, "agents/dev.af", "\"learned_preferences\": []", $"\"learned_preferences\": [\"{r.StepId}\"]");
            return FakeAgent.Success;
        };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        Assert.Equal(["one: pay-7, , ", "two: login, , ", "three: pay-7, noted by one, one"], seen);
        var sessions = await bench.Sessions.ListAsync(run.Id, Stop);
        Assert.Equal([("pay-7", "three"), ("login", "two")], sessions.Select(s => (s.Feature, s.CurrentStep)));
        var papers = await bench.Sessions.ListPapersAsync([.. sessions.Select(s => s.Id)], Stop);
        var login = papers.Single(p => p.Feature is "login");
        Assert.Equal(["two"], ProgressDocument.Parse(login.Progress).Document!.Items(ProgressSections.Completed).Select(i => i.Id!));
        Assert.Equal(["two"], AgentFile.Parse(login.AgentFile).File!.Memory.LearnedPreferences);
    }

    [Fact]
    [Trait("Spec4", "FR-101: Agents can continue work across sessions")]
    public async Task Session_OfAnotherWorkflowOfTheFeature_GoesOnWithItsProgress()
    {
        await using var bench = await EngineBench.CreateAsync(TwoFeatures);
        await bench.WriteWorkflowAsync("more", """
            version: "1.0"
            name: more
            steps: [{id: only, agent: claude, role: dev, prompt: Go on, feature: login}]
            """);
        Assert.Null((await bench.Library.AddRepositoryAsync(bench.Repository, Stop)).Fault);
        bench.Agents.Shell.Automatic = r =>
        {
            Change(r, SessionFolder.Progress, "## Notes for Next Session\nNone", $"## Notes for Next Session\n- noted by {r.StepId}");
            return FakeAgent.Success;
        };
        await StartAsync(bench);
        await bench.DeliverAsync();

        string? found = null;
        bench.Agents.Shell.Automatic = r =>
        {
            found = Read(r, SessionFolder.Progress);
            return FakeAgent.Success;
        };
        await StartAsync(bench, "more");
        await bench.DeliverAsync();

        Assert.Equal(["noted by two"], ProgressDocument.Parse(found!).Document!.Bullets(ProgressSections.Notes));
    }

    [Fact]
    public async Task Feature_ThatATemplateMakesNoIdOf_FailsTheStepAndSaysWhy()
    {
        await using var bench = await EngineBench.CreateAsync(TwoFeatures.Replace("default: pay-7", "default: 'pay seven'", StringComparison.Ordinal));
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        var attempt = Assert.Single((await bench.StateAsync(run.Id)).Attempts);
        Assert.Equal("feature: 'pay seven' is no id of a feature: a letter or digit, then letters, digits, '.', '_' and '-', at most 100", attempt.Error!.Message);
        Assert.Empty(bench.Agents.Shell.Begun);
    }

    private static async Task<Run> StartAsync(EngineBench bench, string workflow = "work") =>
        (await bench.Service.StartAsync(EngineBench.Request() with { Workflow = workflow, Overrides = new RunOverrides("shell") }, Stop)).Run!;

    private static string PathOf(AgentRequest request, string name) => Path.Combine(request.WorkingDirectory, ".ai/project/sessions", name);

    private static string Read(AgentRequest request, string name) => File.ReadAllText(PathOf(request, name));

    private static void Change(AgentRequest request, string name, string from, string to) =>
        File.WriteAllText(PathOf(request, name), Read(request, name).Replace(from, to, StringComparison.Ordinal));
}
