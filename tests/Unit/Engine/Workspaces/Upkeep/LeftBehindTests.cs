using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces.Upkeep;

/// <summary>The workspace that a run left behind when another node took it over.</summary>
public sealed class LeftBehindTests
{
    [Fact]
    public async Task Remove_OnTheNodeThatHasTheFolder_Goes()
    {
        using var lab = await UpkeepLab.CreateAsync(node: new ServerNode("a", "a-process"));
        lab.LeaveBehind("b");

        Assert.Null((await lab.RemoveAsync()).Refused);

        Assert.False(Directory.Exists(lab.Git.Workspace));
        Assert.Equal(WorkspaceStatus.Removed, lab.Status);
    }

    [Fact]
    public async Task Remove_OnTheNodeThatTookTheRun_IsRefusedAndForgotOnRequest()
    {
        using var lab = await UpkeepLab.CreateAsync(node: new ServerNode("b", "b-process"));
        lab.LeaveBehind("b");
        Directory.Move(lab.Git.Workspace, lab.Git.In("on another machine"));

        Assert.True(lab.Removals.IsLeftElsewhere(lab.Entry));
        Assert.Contains("is not on this node: remove workspace", (await lab.RemoveAsync()).Refused, StringComparison.Ordinal);
        Assert.Null((await lab.ForceAsync(told: null)).Refused);

        Assert.Equal("Active -> Removed: forgotten by ann; its folder is on another node (ann)", Assert.Single(await lab.RecordedAsync()));
    }

    /// <summary>Two machines may keep their runs under the same path.</summary>
    [Fact]
    public async Task Force_FolderOfTheSameNameIsAnothers_LeavesIt()
    {
        using var lab = await UpkeepLab.CreateAsync(node: new ServerNode("b", "b-process"));
        lab.LeaveBehind("b");
        Assert.Null(await lab.Git.RemoveAsync());
        Assert.Null((await lab.Git.CreateAsync("signalbox/DOC-1-e2")).Fault);

        Assert.NotNull((await lab.RemoveAsync()).Refused);
        Assert.Null((await lab.ForceAsync(told: null)).Refused);

        Assert.True(File.Exists(lab.Git.At("a.txt")));
    }
}
