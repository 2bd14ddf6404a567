using Bunit;
using Signalbox.Dashboard.Components.Diffs;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Workspaces.Diffs;
using RunPage = Signalbox.Dashboard.Components.Runs.RunPage;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>What a run changed, as a reviewer reads it.</summary>
public sealed class ChangesTabTests : ComponentBench
{
    [Fact]
    public void Tab_FilesOfTheRun_AreShownWithLinesNumbersAndCounts()
    {
        Diffs.Add("src/a.cs", "@@ -7,2 +7,2 @@ class X\n same\n-one two three\n+one 2 three\n");
        Diffs.Add("src/b.cs", "@@ -0,0 +1 @@\n+new\n", f => f with { Status = DiffFileStatus.Added });
        var cut = Show("?tab=changes");

        Assert.Contains("2 files", cut.Find("[data-changes-sum]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["src/a.cs", "src/b.cs"], cut.FindAll("[data-file]").Select(f => f.GetAttribute("data-file")));
        var rows = cut.FindAll("[data-file='src/a.cs'] .dv tr").Select(r => string.Join('|', r.QuerySelectorAll("td").Select(t => t.TextContent)));
        Assert.Equal(["@@ −7,2 +7,2 @@  class X", "7|7| same", "8||−one two three", "|8|+one 2 three"], rows);
        Assert.Equal(["two", "2"], cut.FindAll("[data-file='src/a.cs'] mark").Select(m => m.TextContent));
        Assert.Equal(["runs/BLD-1?tab=changes#file-0", "runs/BLD-1?tab=changes#file-1"], cut.FindAll("[data-file-link]").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void Tab_SideBySide_PutsTheNewLineBesideTheOld()
    {
        Diffs.Add("a", "@@ -1,2 +1,3 @@\n-one\n-two\n+eins\n+zwei\n+drei\n");
        var rows = Show("?tab=changes&view=split").FindAll(".dv tr:not(.dv-head)").Select(r => string.Join('|', r.QuerySelectorAll("td").Select(t => t.TextContent)));

        Assert.Equal(["1|−one|1|+eins", "2|−two|2|+zwei", "||3|+drei"], rows);
    }

    /// <summary>design/security.md: text from agents is hostile.</summary>
    [Fact]
    public void Tab_HostileTextAndName_AreInertAndVisible()
    {
        Diffs.Add(Samples.Hostile + "\u202Egpj.exe", $"@@ -0,0 +1,2 @@\n+{Samples.Hostile}\n+if (admin\u2066 \u200Btrue) \u001b[31m\n");
        var cut = Show("?tab=changes");

        Assert.Empty(cut.FindAll("script"));
        Assert.Contains("⟨U+202E⟩", cut.Find(".file-path").TextContent, StringComparison.Ordinal);
        Assert.Equal(["⟨U+2066⟩", "⟨U+200B⟩", "^["], cut.FindAll(".dv .ln-ctl").Select(m => m.TextContent));
        Assert.DoesNotContain('\u202E', cut.Find(".file-list").TextContent);
    }

    [Fact]
    public void Tab_GeneratedAndLongFiles_AreReadWhenSomebodyOpensThem()
    {
        Diffs.Add("package-lock.json", "@@ -0,0 +1 @@\n+x\n");
        Diffs.Add("long.txt", "@@ -0,0 +1,600 @@\n" + string.Concat(Enumerable.Repeat("+x\n", 600)));
        var cut = Show("?tab=changes");
        Assert.Empty(Diffs.Read);
        Assert.Contains("generated", cut.Find("[data-file='package-lock.json']").TextContent, StringComparison.Ordinal);

        cut.Find("[data-file='long.txt'] [data-file-fold]").Click();

        Assert.Equal(["long.txt"], Diffs.Read);
        Assert.Equal(DiffView.Step, cut.FindAll("[data-file='long.txt'] tr").Count);
        cut.Find("[data-file='long.txt'] .dv-more button").Click();
        Assert.Equal(601, cut.FindAll("[data-file='long.txt'] tr").Count);
    }

    [Fact]
    public void Tab_BinaryLargeAndSameFiles_SayWhatTheyAreInsteadOfLines()
    {
        Diffs.Add("a.bin", "", f => f with { IsBinary = true, Added = null, Removed = null }, d => d with { Kind = FileDiffKind.Binary, OldBytes = null, NewBytes = 2048 });
        Diffs.Add("run.sh", "", f => f with { NewMode = "100755" }, d => d with { Kind = FileDiffKind.Same });
        Diffs.Add("huge", "", null, d => d with { Kind = FileDiffKind.TooLarge, OldBytes = 1, NewBytes = 5 * 1024 * 1024 });
        var cut = Show("?tab=changes");

        Assert.Equal("A binary file: 2.0 KiB.", cut.Find("[data-file='a.bin'] .file-instead").TextContent);
        Assert.Contains("plain file → executable", cut.Find("[data-file='run.sh']").TextContent, StringComparison.Ordinal);
        Assert.Equal("Too large to compare line by line: 1 B → 5.0 MiB.", cut.Find("[data-file='huge'] .file-instead").TextContent);
    }

    [Fact]
    public void Tab_OfAStepInTheUrl_AsksForExactlyThat()
    {
        Diffs.Add("a", "@@ -0,0 +1 @@\n+x\n");
        Diffs.Adjust = d => d with { Beside = ["lint"], LeftOut = ["1 ignored file or folder"] };
        var cut = Show("?tab=changes&step=first&attempt=1&since=cp_1&until=cp_2");

        Assert.Equal(new DiffScope { Step = "first", Attempt = 1, From = "cp_1", To = "cp_2" }, Diffs.Asked[0]);
        Assert.Equal("first", cut.Find(".seg[aria-label='Changes of'] [aria-current]").TextContent);
        Assert.Contains("At work in the same files meanwhile: lint.", cut.Markup, StringComparison.Ordinal);
        Assert.Contains("Not shown: 1 ignored file or folder.", cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Tab_ManyFiles_AreShownByThePage()
    {
        for (var i = 0; i < ChangesUrl.PageSize + 3; i++)
        {
            Diffs.Add($"f{i:000}", "@@ -0,0 +1 @@\n+x\n");
        }

        var cut = Show($"?tab=changes&from={ChangesUrl.PageSize}");

        Assert.Equal(["f060", "f061", "f062"], cut.FindAll("[data-file]").Select(f => f.GetAttribute("data-file")));
        Assert.Equal("runs/BLD-1?tab=changes", cut.Find("[aria-label='Pages of files'] a").GetAttribute("href"));
    }

    /// <summary>The page around it is drawn up to ten times a second; git is asked when something happened.</summary>
    [Fact]
    public void Tab_DrawnAgainWithThePage_DoesNotReadAgain()
    {
        Diffs.Add("a", "@@ -0,0 +1 @@\n+x\n");
        Diffs.Adjust = d => d with { IsLive = true };
        var cut = Show("?tab=changes");

        cut.Render();
        cut.Render();

        Assert.Single(Diffs.Asked);
        Assert.Single(Diffs.Read);
    }

    [Fact]
    public void Tab_OpenedByHand_StaysSoWhenTheViewIsAnother()
    {
        Diffs.Add("package-lock.json", "@@ -0,0 +1 @@\n+x\n");
        var cut = Show("?tab=changes");
        cut.Find("[data-file-fold]").Click();

        Navigation.NavigateTo("runs/BLD-1?tab=changes&view=split");

        cut.WaitForAssertion(() => Assert.Single(cut.FindAll("[data-file='package-lock.json'] .dv.split")));
        Assert.Single(Diffs.Asked);
    }

    /// <summary>Spec 3: a workflow can coordinate work across several repositories.</summary>
    [Fact]
    public void Tab_SeveralRepositories_AreChosenGroupedAndSummed()
    {
        Diffs.Add("src/a.cs", "@@ -1 +1 @@\n-one\n+two\n");
        Diffs.InRepositories("web", "api");
        var cut = Show("?tab=changes", "web", "api");

        Assert.Contains("2 files", cut.Find("[data-changes-sum]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["All repositories*", "web", "api"], cut.FindAll("[aria-label='Repository'] a").Select(a => a.TextContent + (a.HasAttribute("aria-current") ? "*" : "")));
        Assert.Equal(["web", "api"], cut.FindAll("[data-repository]").Select(r => r.GetAttribute("data-repository")));
        Assert.Equal(["web: src/a.cs", "api: src/a.cs"], cut.FindAll("[data-file]").Select(f => f.GetAttribute("aria-label")));
        Assert.Equal(2, cut.FindAll("[data-file] .dv").Count);
        cut.FindAll("[data-file] [data-file-fold]")[0].Click();
        Assert.Single(cut.FindAll("[data-file] .dv"));

        Navigation.NavigateTo(cut.FindAll("[aria-label='Repository'] a")[2].GetAttribute("href")!);
        cut.WaitForAssertion(() => Assert.Equal(new DiffScope { Repository = "api" }, Diffs.Asked[^1]));
        Assert.Equal("api", cut.Find("[aria-label='Repository'] [aria-current]").TextContent);
    }

    [Fact]
    public void Tab_StepOfOneOfSeveral_SaysInWhichRepository()
    {
        Diffs.Add("a", "@@ -0,0 +1 @@\n+x\n");
        Diffs.Adjust = d => d with { Repository = "api" };
        var cut = Show("?tab=changes&step=first", "web", "api");

        Assert.Contains("in api", cut.Find("[data-changes-sum]").TextContent, StringComparison.Ordinal);
        Assert.Equal("api", cut.Find("[aria-label='Repository'] [aria-current]").TextContent);
    }

    [Theory]
    [InlineData(true, "Nothing changed")]
    [InlineData(false, "The run has no workspace yet")]
    public void Tab_NothingToShow_SaysWhy(bool isEmpty, string words)
    {
        Diffs.Answer = isEmpty ? null : new RunDiff { Fault = "The run has no workspace yet: nothing has changed." };
        Assert.Contains(words, Show("?tab=changes").Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(TrustLevel.Low)]
    public void Page_WhereChangesAreUnderReview_LeadsToExactlyThemAndWhereTheModelAsksToAll(TrustLevel? level)
    {
        var state = Samples.State("BLD-1", Begin);
        var approval = new Approval { Id = EntityId.New<ApprovalId>(), RunId = state.Run.Id, StepRunId = state.Steps[0].Id, StepId = "first", Question = "Keep?", IsForChanges = true, TrustLevel = level, CreatedAt = Samples.Noon };
        state.Approvals.Add(approval);
        Runs.States[state.Run.Id.Value] = state;

        var card = Render<RunPage>(p => p.Add(r => r.Key, "BLD-1")).Find("[data-approval]");

        var links = card.QuerySelectorAll("a[href*=changes]").Select(a => a.GetAttribute("href"));
        Assert.Equal([$"runs/BLD-1?tab=changes&step={state.Steps[0].Id}", .. level is null ? [] : (string[])["runs/BLD-1?tab=changes"]], links);
    }

    private static void Begin(Run run, StepRun first, StepRun second, List<Attempt> attempts)
    {
        run.MoveTo(RunStatus.Running, null, Samples.Noon);
        first.MoveTo(StepStatus.Running, null, Samples.Noon);
        attempts.Add(Samples.Attempt(first, 1));
    }

    private IRenderedComponent<RunPage> Show(string query, params string[] repositories)
    {
        var state = Samples.State("BLD-1", Begin, repositories: [.. repositories.Select(name => new RunRepository(EntityId.New<RepositoryId>(), name))]);
        Runs.States[state.Run.Id.Value] = state;
        Navigation.NavigateTo("runs/BLD-1" + query);
        return Render<RunPage>(p => p.Add(r => r.Key, "BLD-1"));
    }
}
