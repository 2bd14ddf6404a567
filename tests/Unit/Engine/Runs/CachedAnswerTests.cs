using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Spec 2: "Agent responses should be cached for repeated identical prompts"; here where the step says <c>cache</c>.</summary>
public sealed class CachedAnswerTests
{
    private const string Yaml = """
        version: "1.0"
        name: ask
        inputs:
          what: {type: string, required: true}
        steps:
          - id: ask
            agent: openai
            cache: true
            prompt: "What is {{inputs.what}}?"
            output_key: answer
        """;

    [Fact]
    [Trait("Spec2", "Performance Constraints: Agent responses should be cached for repeated identical prompts")]
    public async Task ExecuteAsync_SamePromptAgain_IsAnsweredWithoutTheAgent()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps: [{id: a, run: echo}]
            """);
        bench.Agents.Extra = "openai";
        await bench.WriteWorkflowAsync("ask", Yaml);
        Assert.Null((await bench.Library.AddRepositoryAsync(bench.Repository, TestContext.Current.CancellationToken)).Fault);
        var asked = 0;
        bench.Agents.Shell.Automatic = _ => new AgentResult { Outcome = AgentOutcome.Succeeded, FinalText = $"answer {++asked}", Usage = new AgentUsage { InputTokens = 7 } };

        var first = await AskAsync(bench, "a bogie");
        var again = await AskAsync(bench, "a bogie");
        var other = await AskAsync(bench, "a points motor");
        bench.Time.Move(TimeSpan.FromDays(31));
        var late = await AskAsync(bench, "a bogie");

        Assert.Equal(["answer 1", "answer 1", "answer 2", "answer 3"], new[] { first, again, other, late }.Select(s => (string?)s.Latest("ask")!.Outputs["answer"]));
        Assert.Equal(3, bench.Agents.Shell.Begun.Count);
        Assert.Null(Assert.Single(again.Attempts).Usage);
    }

    private static async Task<RunState> AskAsync(EngineBench bench, string what)
    {
        var run = await bench.StartAsync("ask", ("what", what));
        await bench.DeliverAsync();
        return await bench.StateAsync(run.Id);
    }
}
