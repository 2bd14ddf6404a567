using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Features;

public sealed class FeaturePapersTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 27, 12, 0, 0, TimeSpan.Zero);

    private static readonly FeatureSpec Spec = FeatureSpecFile.Read(FeatureScene.Spec, "spec.yaml").Spec!;

    [Fact]
    public void State_SaysWhereItStandsAndWhatHolds()
    {
        var feature = New();
        feature.Start(EntityId.New<RunId>(), "notes", feature.Tasks, "ada", Noon);
        feature.Tick(FeatureChecklist.Of(Spec)[1].Key, holds: true, FeatureTick.Verify, Noon);

        Assert.Equal(
            """
            # State: Notes

            <!-- Written by Signalbox from the feature's state; it is replaced each time. -->

            feature: notes
            status: in_progress
            priority: high
            run: NTS-1
            updated: 2026-01-27T12:00:00Z
            by: verify

            ## Tasks

            0 of 2 done

            ## Checklist

            - [ ] FR-001: Notes survive
            - [x] BE-001: `make test` passes (verify)
            - [ ] BE-001: Readable
            - [ ] BE-001: run: make check
            - [ ] BE-002: Shown
            - [ ] BE-002: All is shown

            """,
            FeaturePapers.State(feature, Spec, "NTS-1"));
    }

    [Fact]
    public void Tasks_AreListedByRoleWithSpecsWords()
    {
        var feature = New();
        feature.Tasks = [feature.Tasks[0] with { Status = StepStatus.Completed }, feature.Tasks[1] with { Status = StepStatus.Running }];

        Assert.Equal(
            """
            # Tasks: Notes

            <!-- Written by Signalbox from the feature's state; it is replaced each time. -->

            ## dev

            - [x] BE-001: Store (COMPLETED)
              - `make test` passes
              - Readable
              - done when: run: make check
            - [ ] BE-002: Show (IN_PROGRESS)
              - Shown
              - done when: All is shown

            """,
            FeaturePapers.Tasks(feature, Spec));
    }

    [Fact]
    public void Decisions_AreAddedOnceBehindWhatPeopleWrote()
    {
        Checkpoint[] checkpoints = [Point(CheckpointType.Progress, "built"), Point(CheckpointType.Decision, "review:\napproved")];

        var first = FeaturePapers.Decisions(null, New(), "NTS-1", checkpoints);
        Assert.Equal("# Decisions: Notes\n\n- 2026-01-27 12:00:00 UTC, lead, in NTS-1: review: approved\n", first);
        Assert.Equal(first, FeaturePapers.Decisions(first, New(), "NTS-1", checkpoints));
        Assert.Equal("ours\n- 2026-01-27 12:00:00 UTC, lead, in NTS-1: review: approved\n", FeaturePapers.Decisions("ours", New(), "NTS-1", checkpoints));
    }

    private static Feature New() => Feature.Create(EntityId.New<RepositoryId>(), Spec, FeatureScene.Spec, "ada", Noon);

    private static Checkpoint Point(CheckpointType type, string summary) => new()
    {
        Id = EntityId.New<CheckpointId>(),
        RunId = EntityId.New<RunId>(),
        Type = type,
        Completed = [],
        Summary = summary,
        Author = "lead",
        CreatedAt = Noon,
    };
}
