using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>An agent that works on can reach what earlier steps left: what it puts there is neither waited for nor followed.</summary>
public sealed class KeptFileTests
{
    private const string Plan = """
        version: "1.0"
        name: work
        steps:
          - id: first
            run: "true"
            outputs: [{name: plan, type: file, source: plan.md}]
          - id: review
            needs: [first]
            approval: {question: "Well?"}
          - id: second
            needs: [review]
            env: {PLAN: "{{steps.first.outputs.plan}}"}
            run: "true"
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("as it was", "the plan")]
    [InlineData("pipe", "is not a regular file")]
    [InlineData("device", "is a link")]
    [InlineData("link", "is a link")]
    [InlineData("gone", "is gone")]
    [InlineData("large", "has 70000 bytes")]
    public async Task ExecuteAsync_FileOfAnEarlierStepWasReplaced_TheNextStepIsTold(string how, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "what agents do on Linux");
        await using var bench = await EngineBench.CreateAsync(Plan);
        bench.Agents.Shell.Automatic = r =>
        {
            File.WriteAllText(Path.Combine(r.WorkingDirectory, "plan.md"), "the plan");
            return FakeAgent.Success;
        };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var kept = Path.Combine(run.Directory, "steps", "01_first", "attempts", "1", "outputs", "plan.md");
        Assert.Equal("the plan", await File.ReadAllTextAsync(kept, Stop));
        switch (how)
        {
            case "pipe":
                await Pipes.PutAsync(kept, Stop);
                break;
            case "device":
                File.Delete(kept);
                File.CreateSymbolicLink(kept, "/dev/zero");
                break;
            case "link":
                File.Delete(kept);
                File.CreateSymbolicLink(kept, "/etc/hostname");
                break;
            case "gone":
                File.Delete(kept);
                break;
            case "large":
                await File.WriteAllTextAsync(kept, new string('x', 70_000), Stop);
                break;
        }

        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);
        await bench.DeliverAsync().WaitAsync(TimeSpan.FromSeconds(30), Stop);

        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.Contains(expected, bench.Agents.Shell.Begun.Last().Environment["PLAN"], StringComparison.Ordinal);
    }
}
