using Signalbox.Engine.Identity;

namespace Signalbox.Unit.Engine.Identity;

/// <summary>Spec 3, ID Generation.</summary>
public sealed class EntityIdTests
{
    [Fact]
    [Trait("Spec3", "ID Generation: Agents: `ag_` prefix, 12 chars")]
    public void New_Agent_HasItsForm() => Check<AgentId>("ag_");

    [Fact]
    [Trait("Spec3", "ID Generation: Messages: `msg_` prefix, 12 chars")]
    public void New_Message_HasItsForm() => Check<MessageId>("msg_");

    [Fact]
    [Trait("Spec3", "ID Generation: Workspaces: `ws_` prefix, 12 chars")]
    public void New_Workspace_HasItsForm() => Check<WorkspaceId>("ws_");

    [Fact]
    [Trait("Spec3", "ID Generation: Repositories: `rp_` prefix, 12 chars")]
    public void New_Repository_HasItsForm() => Check<RepositoryId>("rp_");

    [Fact]
    [Trait("Spec3", "ID Generation: Tasks: `tk_` prefix, 12 chars")]
    public void New_StepRun_HasItsForm() => Check<StepRunId>("tk_");

    [Fact]
    [Trait("Spec3", "ID Generation: Checkpoints: `cp_` prefix, 12 chars")]
    public void New_Checkpoint_HasItsForm() => Check<CheckpointId>("cp_");

    [Fact]
    [Trait("Spec3", "ID Generation: Workflows: `wf_` prefix, 12 chars")]
    public void New_Workflow_HasItsForm() => Check<WorkflowId>("wf_");

    [Fact]
    public void New_Session_HasItsForm() => Check<AgentSessionId>("se_");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ag_")]
    [InlineData("ag_0123456789a")]
    [InlineData("ag_0123456789abc")]
    [InlineData("ag_0123456789aB")]
    [InlineData("ag_0123456789a-")]
    [InlineData("ag_0123456789aé")]
    [InlineData("ag_0123456789ab\n")]
    [InlineData("wf_0123456789ab")]
    public void TryParse_AnythingElse_IsNoAgent(string? text) => Assert.False(EntityId.TryParse<AgentId>(text, out _));

    /// <summary>Spec 3: "All IDs use nanoid with charset `0123456789abcdefghijklmnopqrstuvwxyz`"; each of its characters comes up.</summary>
    [Fact]
    [Trait("Spec3", "ID Generation: charset `0123456789abcdefghijklmnopqrstuvwxyz`")]
    public void New_Many_UseTheWholeCharsetAndNeverRepeat()
    {
        var ids = Enumerable.Range(0, 2_000).Select(_ => EntityId.New<AgentId>().Value).ToList();

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("0123456789abcdefghijklmnopqrstuvwxyz", string.Concat(ids.SelectMany(id => id[3..]).Distinct().Order()));
    }

    private static void Check<T>(string prefix)
        where T : struct, IEntityId<T>
    {
        var id = EntityId.New<T>();

        Assert.Matches($"^{prefix}[0-9a-z]{{12}}$", id.ToString());
        Assert.True(EntityId.TryParse<T>(id.ToString(), out var same));
        Assert.Equal(id, same);
    }
}
