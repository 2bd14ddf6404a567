using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

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
        var forgotten = await lab.ForceAsync(told: null);
        Assert.Equal((null, true), (forgotten.Refused, forgotten.IsForgotten));

        Assert.Equal("Active -> Removed: forgotten by ann; its folder is on another node (ann)", Assert.Single(await lab.RecordedAsync()));
    }

    /// <summary>What a folder of the same name here holds says nothing of it.</summary>
    [Fact]
    public async Task Look_FolderIsOnAnotherNode_SeesNothingAndSaysWhereItIs()
    {
        using var lab = await UpkeepLab.CreateAsync(node: new ServerNode("b", "b-process"));
        lab.TakeUp();
        lab.MoveTo("a");
        var desk = new WorkspaceDesk(lab.Store, lab.Git.Manager, lab.Looks, lab.Time);

        Assert.Null((await desk.LookAsync(lab.Entry, TestContext.Current.CancellationToken)).Look);
        Assert.Equal("its folder is on node a: look at it there", desk.Elsewhere(lab.Entry));
        Assert.EndsWith("its folder is on node a: look at it there", (await desk.DiffAsync(lab.Entry, TestContext.Current.CancellationToken)).Fault, StringComparison.Ordinal);
        lab.MoveTo("b");
        Assert.NotNull((await desk.LookAsync(lab.Entry, TestContext.Current.CancellationToken)).Look);
        Assert.Null((await desk.DiffAsync(lab.Entry, TestContext.Current.CancellationToken)).Fault);
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
