using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Library.Templates;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Dashboard.Components;

namespace Signalbox.Unit.Engine.Library.Templates;

public sealed class TemplateApplierTests : IDisposable
{
    private const string Text = "# Asks.\nversion: \"1.0\"\nname: ask\nvariables: [{name: agent, type: string, required: true}]\nsteps:\n  - id: a\n    agent: \"{{agent}}\"\n    prompt: How?\n";
    private readonly string _root = Directory.CreateTempSubdirectory("signalbox-apply-").FullName;
    private readonly Repository _repository;
    private readonly TemplateApplier _applier;

    public TemplateApplierTests()
    {
        _repository = new Repository { Id = RepositoryId.From("rp_abcdefghijkl"), Name = "web", Path = _root, DefaultBranch = "main", CreatedAt = DateTimeOffset.UnixEpoch };
        var library = new FakeWorkflowLibrary();
        var agents = new FakeAgentCatalog();
        agents.Known.Add(Samples.Agent("codex", AgentStatus.Active, "ready"));
        _applier = new TemplateApplier(new RepositoryFiles(library), library, agents, RepositoryScope.Global);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Written => Path.Combine(_root, WorkflowLibrary.Folder, "ask.yaml");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Preview_Values_ShowsTheWorkflowAndWritesNothing()
    {
        var preview = await _applier.PreviewAsync(Entry(Text), With("codex"), null, Cancellation);

        Assert.True(preview.IsReady);
        Assert.Equal(("ask", "# Asks.\nversion: \"1.0\"\nname: ask\nsteps:\n  - id: a\n    agent: codex\n    prompt: How?\n"), (preview.Slug, preview.Yaml));
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public async Task Preview_WrongResult_IsFaultedAtTheLinesOfTheResult()
    {
        var preview = await _applier.PreviewAsync(Entry(Text), With("nobody"), null, Cancellation);

        Assert.False(preview.IsReady);
        Assert.Equal(("ask.yaml", 6, "unknown-agent"), (preview.Diagnostics[0].File, preview.Diagnostics[0].Line, preview.Diagnostics[0].Code));
        Assert.Contains("agent: nobody", preview.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_NoValues_NamesThemAndShowsTheRest()
    {
        var preview = await _applier.PreviewAsync(Entry(Text), new Dictionary<string, string>(StringComparer.Ordinal), "mine", Cancellation);

        Assert.Equal("agent", Assert.Single(preview.Faults).Field);
        Assert.Empty(preview.Diagnostics);
        Assert.Contains("name: mine\n", preview.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_Unreadable_SaysWhy()
    {
        var preview = await _applier.PreviewAsync(Entry("tasks: ["), With("codex"), null, Cancellation);

        Assert.Equal((false, null, "syntax"), (preview.IsReady, preview.Yaml, Assert.Single(preview.Diagnostics).Code));
    }

    [Fact]
    public async Task Apply_Taken_IsRefusedUntilToldToReplace()
    {
        Assert.Equal("ask", Assert.Single((await _applier.ApplyAsync(Entry(Text), With("codex"), null, _repository, replace: false, Cancellation)).Import.Created).Slug);
        var changed = Entry(Text.Replace("How?", "Why?", StringComparison.Ordinal));

        var again = await _applier.ApplyAsync(changed, With("codex"), null, _repository, replace: false, Cancellation);
        Assert.Contains("web has 'ask' already", again.Refused, StringComparison.Ordinal);
        Assert.Contains("How?", await File.ReadAllTextAsync(Written, Cancellation), StringComparison.Ordinal);

        Assert.Null((await _applier.ApplyAsync(changed, With("codex"), null, _repository, replace: true, Cancellation)).Refused);
        Assert.Contains("Why?", await File.ReadAllTextAsync(Written, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_Faults_WriteNothing()
    {
        var outcome = await _applier.ApplyAsync(Entry(Text), With("nobody"), null, _repository, replace: false, Cancellation);

        Assert.Equal((7, 12), (Assert.Single(outcome.Import.Diagnostics).Line, outcome.Import.Diagnostics[0].Column));
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    private static Dictionary<string, string> With(string agent) => new(StringComparer.Ordinal) { ["agent"] = agent };

    private static TemplateEntry Entry(string text)
    {
        var (template, diagnostics) = TemplateReader.Read(System.Text.Encoding.UTF8.GetBytes(text), "ask.yaml");
        return new TemplateEntry(template?.Slug ?? "ask", TemplateScope.Global, "/data/templates/ask.yaml", template, diagnostics) { Text = text };
    }
}
