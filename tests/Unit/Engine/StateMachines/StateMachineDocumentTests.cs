using Signalbox.Engine.Agents;
using Signalbox.Engine.Features;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.StateMachines;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Architecture;

namespace Signalbox.Unit.Engine.StateMachines;

public sealed class StateMachineDocumentTests
{
    [Fact]
    public void Render_OfAllTables_IsThePageInTheRepository()
    {
        var page = RepositoryFiles.Absolute("docs/state-machines.md");
        var rendered = StateMachineDocument.Render(
            [RunTransitions.Run, RunTransitions.Step, RunTransitions.Attempt, AgentTransitions.Table, WorkspaceTransitions.Table, AgentSessionTransitions.Table, LearningTransitions.Table, FeatureTransitions.Table]);
        if (string.Equals(Environment.GetEnvironmentVariable("SIGNALBOX_UPDATE_DOCS"), "1", StringComparison.Ordinal))
        {
            File.WriteAllText(page, rendered);
        }

        var written = File.Exists(page) ? File.ReadAllText(page) : "";
        Assert.True(
            string.Equals(rendered, written, StringComparison.Ordinal),
            "docs/state-machines.md differs from the transition tables: run the tests once with SIGNALBOX_UPDATE_DOCS=1 and look at the change.");
    }

    [Fact]
    public void Render_OfATable_DrawsItsBeginItsMovesAndItsEnds()
    {
        var table = new TransitionTable<Light>("Light", Light.Red, [new(Light.Red, Light.Green, "a train may pass"), new(Light.Green, Light.Dark, "taken down")]);

        Assert.EndsWith(
            """

            ## Light

            ```mermaid
            stateDiagram-v2
                [*] --> Red
                Red --> Green: a train may pass
                Green --> Dark: taken down
                Dark --> [*]
            ```

            """.ReplaceLineEndings("\n"),
            StateMachineDocument.Render([table]),
            StringComparison.Ordinal);
    }

    private enum Light
    {
        Red = 0,
        Green = 1,
        Dark = 2,
    }
}
