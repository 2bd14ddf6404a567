using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Radzen.Blazor;
using Signalbox.Dashboard.Components.Workspaces;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Workspaces;
using WorkspacePage = Signalbox.Dashboard.Components.Workspaces.WorkspacePage;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>Workspaces on their pages, over a real git repository.</summary>
public sealed class WorkspacePagesTests : ComponentBench, IAsyncLifetime
{
    private readonly TestRepository _git = new();
    private WorkspaceEntry _entry = null!;

    public async ValueTask InitializeAsync()
    {
        await _git.WithWorkspaceAsync();
        _entry = await Workspaces.AddAsync(_git, "DOC-1");
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        _git.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    [Trait("Spec4", "4.1 parallel/monitor; Phase 2: Monitoring")]
    public async Task List_IsShownAtOnceAndThenWithWhatWasSeen()
    {
        await _git.WriteAsync("new.txt", "work");
        var cut = Render<WorkspacesPage>();

        Assert.Contains("DOC-1", cut.Find("[data-workspace]").TextContent, StringComparison.Ordinal);
        cut.WaitForAssertion(() => Assert.Contains("1 new", cut.Find("[data-workspace]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        cut.WaitForAssertion(() => Assert.Equal("Dirty", cut.Find("[data-workspace] .signal").TextContent.Trim()), TimeSpan.FromSeconds(10));
        Assert.Contains("up to date", cut.Find("[data-workspace]").TextContent, StringComparison.Ordinal);
        Assert.Contains("on disk", cut.Find(".sub").TextContent, StringComparison.Ordinal);
        Assert.Equal($"workspaces/{_entry.Id}", cut.Find("[data-workspace] a").GetAttribute("href"));
    }

    [Fact]
    public void List_Filter_IsInTheAddress()
    {
        Navigation.NavigateTo(new WorkspacesUrl { Status = "merged" }.ToHref());
        var cut = Render<WorkspacesPage>();

        Assert.Contains("No workspace matches", cut.Markup, StringComparison.Ordinal);
        Assert.Equal("Merged", cut.Find(".chip.set").TextContent);
        cut.Find("select").Change("shop");
        Assert.Equal("workspaces?status=merged&repository=shop", Path);
    }

    [Fact]
    public async Task Remove_WithWork_SaysWhatIsLostAndLosesItOnYes()
    {
        await _git.WriteAsync("b.txt", "b");
        await _git.CommitAsync(_git.Workspace, "Work");
        await _git.WriteAsync("new.txt", "work");
        var dialogs = Render<RadzenDialog>();
        var cut = Render<WorkspacesPage>();

        cut.Find("[data-remove]").Click();
        var text = dialogs.WaitForElement("p", TimeSpan.FromSeconds(10)).TextContent;
        Assert.Contains("This is lost for ever: 1 untracked file (new.txt).", text, StringComparison.Ordinal);
        Assert.Contains("1 commit that is on no other branch, on branch signalbox/DOC-1", text, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_git.Workspace));
        dialogs.Find(".btn.danger-solid").Click();

        cut.WaitForAssertion(() => Assert.Contains("No workspace", cut.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.False(Directory.Exists(_git.Workspace));
        Assert.Equal("Its commits stay on branch signalbox/DOC-1.", Assert.Single(Services.GetRequiredService<NotificationService>().Messages).Detail);
    }

    [Fact]
    public async Task Remove_WrittenInWhileThePersonReads_StaysAndSaysSo()
    {
        await _git.WriteAsync("new.txt", "work");
        var dialogs = Render<RadzenDialog>();
        var cut = Render<WorkspacesPage>();

        cut.Find("[data-remove]").Click();
        dialogs.WaitForElement("p", TimeSpan.FromSeconds(10));
        await _git.WriteAsync("later.txt", "not told");
        dialogs.Find(".btn.danger-solid").Click();

        var toasts = Services.GetRequiredService<NotificationService>();
        cut.WaitForAssertion(() => Assert.Contains("something else by now than was told", Assert.Single(toasts.Messages).Detail, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.True(File.Exists(_git.At("later.txt")));
    }

    [Fact]
    public void Remove_No_KeepsIt()
    {
        var dialogs = Render<RadzenDialog>();
        var cut = Render<WorkspacesPage>();

        cut.Find("[data-remove]").Click();
        Assert.Contains("Nothing is lost.", dialogs.WaitForElement("p", TimeSpan.FromSeconds(10)).TextContent, StringComparison.Ordinal);
        dialogs.Find(".dialog-acts .btn:not(.danger-solid)").Click();

        Assert.Equal(WorkspaceStatus.Active, _entry.Workspace.Status);
        Assert.True(Directory.Exists(_git.Workspace));
    }

    [Fact]
    public void Remove_RunGoesOn_IsNotOfferedAndSaysWhy()
    {
        Workspaces.Add(_entry with { RunHasEnded = false, RunStatus = "Running" });

        var button = Render<WorkspacesPage>().Find("[data-remove]");

        Assert.True(button.HasAttribute("disabled"));
        Assert.Equal("DOC-1 is running", button.GetAttribute("title"));
    }

    [Fact]
    public async Task Page_OfAWorkspace_ShowsFilesAndWhatBecameOfIt()
    {
        await _git.WriteAsync($"{Samples.Hostile.Replace('/', '_')}.txt", "work");
        var cut = Render<WorkspacePage>(p => p.Add(w => w.Id, _entry.Id.Value));

        cut.WaitForAssertion(() => Assert.Contains("it holds 1 untracked file", cut.Find("[data-reason]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        cut.WaitForAssertion(() => Assert.StartsWith("<script>", cut.Find(".file-names li").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Contains("1 untracked file", cut.Find(".kv").TextContent, StringComparison.Ordinal);
        Assert.Contains("signalbox", cut.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Empty(cut.FindAll("script"));
    }

    [Fact]
    public void Page_Ports_AreNamedAndWhetherTheyAreStillItsOwn()
    {
        Assert.Contains("Ports</dt>none", Facts(), StringComparison.Ordinal);

        _entry.Workspace.Ports = [new("PORT", 20001), new("ADMIN_PORT", 20002)];
        Assert.Contains("Ports</dt>PORT=20001, ADMIN_PORT=20002; given back", Facts(), StringComparison.Ordinal);

        Workspaces.Add(_entry with { RunHasEnded = false, RunStatus = "Running" });
        Assert.EndsWith("ADMIN_PORT=20002", Facts().Split("Disk")[0].Replace("<dt>", "", StringComparison.Ordinal).Trim(), StringComparison.Ordinal);

        string Facts()
        {
            var facts = Render<WorkspacePage>(p => p.Add(w => w.Id, _entry.Id.Value)).FindAll(".kv").Single(k => k.TextContent.Contains("Ports", StringComparison.Ordinal));
            return string.Concat(facts.Children.Select(c => string.Equals(c.LocalName, "dt", StringComparison.Ordinal) ? $"<dt>{c.TextContent}</dt>" : c.TextContent));
        }
    }

    [Fact]
    public void Page_OfAMergedOne_OffersToKeepIt()
    {
        _entry.Workspace.MoveTo(WorkspaceStatus.Merged, "its commits are merged", FakeRuns.Now);
        var cut = Render<WorkspacePage>(p => p.Add(w => w.Id, _entry.Id.Value));

        cut.FindAll(".head button").First(b => string.Equals(b.TextContent.Trim(), "Keep", StringComparison.Ordinal)).Click();

        cut.WaitForAssertion(() => Assert.Equal(WorkspaceStatus.Kept, _entry.Workspace.Status), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Page_Keep_IsDoneInThePersonsName()
    {
        var cut = Render<WorkspacePage>(p => p.Add(w => w.Id, _entry.Id.Value));

        cut.FindAll(".head button").First(b => string.Equals(b.TextContent.Trim(), "Keep", StringComparison.Ordinal)).Click();

        cut.WaitForAssertion(() => Assert.Contains("kept by admin", cut.Find("[data-reason]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Equal(WorkspaceStatus.Kept, _entry.Workspace.Status);
    }

    [Fact]
    public void Page_Unknown_SaysSo() =>
        Assert.Contains("There is no workspace ws_000000000000", Render<WorkspacePage>(p => p.Add(w => w.Id, "ws_000000000000")).Markup, StringComparison.Ordinal);
}
