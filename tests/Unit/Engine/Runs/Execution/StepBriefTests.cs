using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Runs.Execution;

public sealed class StepBriefTests
{
    [Theory]
    [InlineData("Improve the error messages", true)]
    [InlineData("{{steps.messages.outputs.text}}", true)]
    [InlineData("Do it.\n{{messages}}", false)]
    public void Of_WorkThatWasSentBack_SaysWhatIsToChangeUnlessThePromptDoes(string prompt, bool says)
    {
        var definition = Steps.Step("a") with { Kind = StepKind.Agent, Run = null, Prompt = prompt };
        var step = new StepRun
        {
            Id = EntityId.New<StepRunId>(),
            RunId = EntityId.New<RunId>(),
            StepId = "a",
            Name = "a",
            Position = 1,
            Visit = 2,
            Agent = "claude",
            Needs = [],
            Comment = "mind the tone",
        };

        Assert.Equal(says, StepBrief.Of(definition, step, prompt).Contains("mind the tone", StringComparison.Ordinal));
    }
}
