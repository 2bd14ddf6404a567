using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Signalbox.Dashboard.Components.Templates;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class TemplatePagesTests : ComponentBench
{
    private const string Ask = "version: \"1.0\"\nname: ask\ntitle: Ask somebody\ndescription: Asks a question.\ntags: [people]\nvariables:\n  - {name: agent, type: string, required: true, description: Who is asked}\n"
        + "  - {name: tries, type: integer, min: 1, max: 6, default: 2}\nsteps:\n  - id: a\n    agent: \"{{agent}}\"\n    prompt: How?\n    retry: {max_attempts: \"{{tries}}\"}\n";

    // The first page of a process compiles what reads templates, and every template is read for it: on a busy machine that takes longer than bUnit waits by itself.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _root = Directory.CreateTempSubdirectory("signalbox-template-pages-").FullName;
    private readonly Repository _repository;

    public TemplatePagesTests()
    {
        GlobalTemplates = System.IO.Path.Combine(_root, "data", "templates");
        _repository = new Repository { Id = EntityId.New<RepositoryId>(), Name = "shop", Path = System.IO.Path.Combine(_root, "shop"), CreatedAt = Samples.Noon };
        Library.Entries.Add(Samples.Entry("build") with { Repository = _repository });
        Agents.Known.Add(Samples.Agent("claude", AgentStatus.Active, "ready"));
        Write(GlobalTemplates, "ask.yaml", Ask);
    }

    private string Made => System.IO.Path.Combine(_repository.Path, ".signalbox", "workflows", "ask.yaml");

    [Fact]
    public void Gallery_Scopes_ShowsAllAndWhatStandsBeforeWhat()
    {
        Write(System.IO.Path.Combine(_repository.Path, ".signalbox", "templates"), "ask.yaml", Ask);
        Write(GlobalTemplates, "feature.yaml", "name: feature\ntasks: [{name: Ours}]");
        Write(GlobalTemplates, "broken.yaml", "tasks: [");

        var cut = Gallery();

        Assert.Equal(12, cut.FindAll("[data-template]").Count);
        var own = cut.Find("[data-template=ask][data-place=shop]");
        Assert.Equal("templates/shop/ask", own.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("It stands before the one of this name that is global.", own.TextContent, StringComparison.Ordinal);
        Assert.Contains("shop has one of this name, which stands before it there.", cut.Find("[data-template=ask][data-place=global]").TextContent, StringComparison.Ordinal);
        Assert.Contains("behind", cut.Find("[data-template=feature][data-place=built-in]").ClassList);
        Assert.Contains("needs agent", own.TextContent, StringComparison.Ordinal);
        Assert.Contains("Cannot be read", cut.Find("[data-template=broken]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("incident", "investigate-an-incident")]
    [InlineData("REVIEW branch", "review-a-branch")]
    [InlineData("people", "ask")]
    [InlineData("nothing-like-it", null)]
    public void Gallery_Search_FindsByEveryWord(string query, string? found)
    {
        Navigation.NavigateTo($"templates?q={Uri.EscapeDataString(query)}");

        var cut = Gallery();

        string[] expected = found is null ? [] : [found];
        Assert.Equal(expected, cut.FindAll("[data-template]").Select(t => t.GetAttribute("data-template")));
        Assert.Equal(found is null, cut.Markup.Contains("No template matches", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_NotTouched_SaysWhatIsMissingWithoutFaults()
    {
        var cut = Open("global", "ask");

        Assert.Equal("Still needs agent", cut.Find("[role=status]").TextContent);
        Assert.Empty(cut.FindAll(".fault"));
        Assert.Equal("2", cut.Find("#input-template-tries").GetAttribute("value"));
        Assert.Contains("{{agent}}", cut.Find(".template-text pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_Values_ShowTheWorkflowAndItsFaultsWhileTheyAreGiven()
    {
        var cut = Open("global", "ask");

        cut.Find("#input-template-agent").Change("cluade");
        cut.WaitForAssertion(() => Assert.Equal("1 fault", cut.Find("[role=status]").TextContent));
        Assert.Contains("cluade", cut.Find(".code-line.marked").TextContent, StringComparison.Ordinal);
        Assert.Contains("ask.yaml:8:", cut.Find(".diag .at").TextContent, StringComparison.Ordinal);

        cut.Find("#input-template-agent").Change("claude");
        cut.WaitForAssertion(() => Assert.Equal("Ready", cut.Find("[role=status]").TextContent));
        Assert.Empty(cut.FindAll(".diag"));

        cut.Find("#input-template-tries").Change("9");
        cut.WaitForAssertion(() => Assert.Contains("must be a whole number from 1 to 6", cut.Find("[data-input=tries] .fault").TextContent, StringComparison.Ordinal));
        Assert.Equal("true", cut.Find("#input-template-tries").GetAttribute("aria-invalid"));
    }

    [Fact]
    public void Make_ValuesMissing_SaysSoBesideTheFieldAndWritesNothing()
    {
        var cut = Open("global", "ask");

        cut.Find("form").Submit();

        cut.WaitForAssertion(() => Assert.Contains("The variable 'agent' is required", cut.Find("[data-input=agent] .fault").TextContent, StringComparison.Ordinal));
        Assert.Contains("One value needs another look.", cut.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.False(File.Exists(Made));
    }

    [Fact]
    public void Make_Ready_WritesTheWorkflowAndGoesThere()
    {
        var cut = Open("global", "ask");
        cut.Find("#input-template-agent").Change("claude");

        cut.Find("form").Submit();

        cut.WaitForAssertion(() => Assert.Equal("workflows/shop/ask", Path));
        Assert.Contains("agent: claude", File.ReadAllText(Made), StringComparison.Ordinal);
        Assert.Equal("ask is there", Assert.Single(Services.GetRequiredService<NotificationService>().Messages).Summary);
    }

    [Fact]
    public void Make_NameTaken_OffersToReplaceOrAnotherName()
    {
        Write(System.IO.Path.GetDirectoryName(Made)!, "ask.yaml", "another");
        var cut = Open("global", "ask");
        cut.Find("#input-template-agent").Change("claude");

        cut.Find("form").Submit();
        cut.WaitForAssertion(() => Assert.Contains("has 'ask' already", cut.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("another", File.ReadAllText(Made));

        cut.Find("#template-name").Change("ask-again");
        Assert.Empty(cut.FindAll("#template-replace"));
        cut.Find("form").Submit();
        cut.WaitForAssertion(() => Assert.Equal("workflows/shop/ask-again", Path));
        Assert.Equal("another", File.ReadAllText(Made));
    }

    [Fact]
    public void Make_NameTakenAndReplaceTicked_Replaces()
    {
        Write(System.IO.Path.GetDirectoryName(Made)!, "ask.yaml", "another");
        var cut = Open("global", "ask");
        cut.Find("#input-template-agent").Change("claude");
        cut.Find("form").Submit();

        cut.WaitForElement("#template-replace").Change(true);
        cut.Find("form").Submit();

        cut.WaitForAssertion(() => Assert.Equal("workflows/shop/ask", Path));
        Assert.Contains("agent: claude", File.ReadAllText(Made), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_ViewTemplate_ShowsItAsWritten()
    {
        Navigation.NavigateTo("templates/built-in/plan-and-implement?view=template");

        var cut = Open("built-in", "plan-and-implement");

        Assert.Contains("variables:", cut.Find(".template-text pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_NoRepository_SaysWhatToDo()
    {
        Library.Entries.Clear();

        var cut = Open("built-in", "plan-and-implement");

        Assert.Empty(cut.FindAll("form"));
        Assert.Equal("repositories", cut.Find(".run-side .empty a").GetAttribute("href"));
    }

    [Fact]
    public void Page_Unknown_SaysSo() => Assert.Contains("There is no template nothing in global", Open("global", "nothing").Markup, StringComparison.Ordinal);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    private static void Write(string folder, string file, string text)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(System.IO.Path.Combine(folder, file), text);
    }

    private IRenderedComponent<TemplatesPage> Gallery()
    {
        var cut = Render<TemplatesPage>();
        cut.WaitForElement(".templates, .empty", Patience);
        return cut;
    }

    private IRenderedComponent<TemplatePage> Open(string place, string name)
    {
        var cut = Render<TemplatePage>(p => p.Add(t => t.Place, place).Add(t => t.Name, name));
        cut.WaitForElement(".template-text .code, .empty", Patience);
        return cut;
    }
}
