using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Radzen.Blazor;
using Signalbox.Dashboard.Components.Repositories;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class RepositoriesPageTests : ComponentBench
{
    [Fact]
    public void Page_NoneKnown_SaysWhatToDo() => Assert.Contains("Add one below", Render<RepositoriesPage>().Find(".empty").TextContent, StringComparison.Ordinal);

    [Fact]
    public void Page_Known_ShowsWhereAndWhatThereIs()
    {
        Know(runHasEnded: false);

        var cut = Render<RepositoriesPage>();

        var row = cut.Find("[data-repository=shop]");
        Assert.Contains("/srv/shop", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 workspace", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("workspaces?repository=shop", row.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void Forget_WithAWorkspace_SaysWhatStandsInTheWay()
    {
        Know(runHasEnded: true);
        var dialogs = Render<RadzenDialog>();
        var cut = Render<RepositoriesPage>();

        cut.Find("[data-repository] button").Click();
        dialogs.WaitForElement(".btn.danger-solid").Click();

        var toasts = Services.GetRequiredService<NotificationService>();
        cut.WaitForAssertion(() => Assert.Contains("1 workspace is there", Assert.Single(toasts.Messages).Detail, StringComparison.Ordinal));
        Assert.NotEmpty(cut.FindAll("[data-repository]"));
    }

    [Fact]
    public void Forget_NothingThere_IsDoneOnYes()
    {
        Workspaces.Known.Add(new Repository { Id = EntityId.New<RepositoryId>(), Name = "shop", Path = "/srv/shop", CreatedAt = Samples.Noon });
        var dialogs = Render<RadzenDialog>();
        var cut = Render<RepositoriesPage>();

        cut.Find("[data-repository] button").Click();
        Assert.Contains("stay as they are", dialogs.WaitForElement("p").TextContent, StringComparison.Ordinal);
        dialogs.Find(".btn.danger-solid").Click();

        cut.WaitForAssertion(() => Assert.Empty(cut.FindAll("[data-repository]")));
    }

    [Fact]
    public void Remote_FetchAndPush_AreTurnedOnWhereThereIsOneOrRefusedWithTheReason()
    {
        Workspaces.Known.Add(new Repository { Id = EntityId.New<RepositoryId>(), Name = "shop", Path = "/srv/shop", Remote = "https://example.org/shop.git", DefaultBranch = "main", CreatedAt = Samples.Noon });
        Workspaces.Known.Add(new Repository { Id = EntityId.New<RepositoryId>(), Name = "alone", Path = "/srv/alone", CreatedAt = Samples.Noon });
        var cut = Render<RepositoriesPage>();
        Assert.Empty(cut.FindAll("[data-repository=alone] [aria-checked]"));
        Assert.Equal(["Fetch firstoff, shop", "Push afteroff, shop"], cut.FindAll("[data-repository=shop] [aria-checked=false]").Select(b => b.TextContent));

        cut.Find("[data-repository=shop] [aria-checked]").Click();

        // The folder that is asked about does not exist on this machine
        var toasts = Services.GetRequiredService<NotificationService>();
        cut.WaitForAssertion(() => Assert.Contains("/srv/shop does not exist", Assert.Single(toasts.Messages).Detail, StringComparison.Ordinal));
        Assert.Empty(cut.FindAll("[aria-checked=true]"));
        Workspaces.Known[0].FetchFirst = true;
        cut.Render();
        cut.Find("[data-repository=shop] [aria-checked=true]").Click();
        cut.WaitForAssertion(() => Assert.Empty(cut.FindAll("[aria-checked=true]")));
    }

    [Fact]
    public void Add_Refused_SaysWhyBesideTheField()
    {
        Library.AddAnswer = _ => new AddRepositoryResult(null, "/nowhere does not exist: name the folder of a git repository on this machine");
        var cut = Render<RepositoriesPage>();

        cut.Find("#repository-path").Change(" /nowhere ");
        cut.Find("form").Submit();

        cut.WaitForAssertion(() => Assert.Contains("/nowhere does not exist", cut.Find(".fault").TextContent, StringComparison.Ordinal));
        Assert.Equal("/nowhere", Assert.Single(Library.Added));
    }

    [Fact]
    public void Add_Known_AppearsAndEmptiesTheField()
    {
        Library.AddAnswer = path =>
        {
            var repository = new Repository { Id = EntityId.New<RepositoryId>(), Name = "new", Path = path, CreatedAt = Samples.Noon };
            Workspaces.Known.Add(repository);
            return new AddRepositoryResult(repository, null);
        };
        var cut = Render<RepositoriesPage>();

        cut.Find("#repository-path").Change("/srv/new");
        cut.Find("form").Submit();

        cut.WaitForAssertion(() => Assert.NotEmpty(cut.FindAll("[data-repository=new]")));
        Assert.Equal("", cut.Find("#repository-path").GetAttribute("value") ?? "");
    }

    private void Know(bool runHasEnded)
    {
        var repository = new Repository { Id = EntityId.New<RepositoryId>(), Name = "shop", Path = "/srv/shop", CreatedAt = Samples.Noon };
        Workspaces.Add(new WorkspaceEntry(
            new Workspace { Id = EntityId.New<WorkspaceId>(), RunId = EntityId.New<RunId>(), RepositoryId = repository.Id, Path = "/data/runs/DOC-1/workspace", Branch = "signalbox/DOC-1", BaseCommit = new string('b', 40), CreatedAt = Samples.Noon },
            repository, "DOC-1", runHasEnded ? "Completed" : "Running", runHasEnded, Home: null));
    }
}
