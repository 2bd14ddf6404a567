using Signalbox.Engine.Audit;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library.Templates;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Engine.Audit;

namespace Signalbox.Unit.Engine.Library.Templates;

public sealed class TemplateCatalogTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("signalbox-templates-").FullName;
    private readonly TemplateCatalog _catalog;
    private readonly Repository _repository;

    public TemplateCatalogTests()
    {
        _catalog = new TemplateCatalog(new TemplateCatalogOptions(Path.Combine(_root, "data", "templates")));
        _repository = new Repository { Id = RepositoryId.From("rp_abcdefghijkl"), Name = "web", Path = Path.Combine(_root, "web"), DefaultBranch = "main", CreatedAt = DateTimeOffset.UnixEpoch };
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Write(string folder, string file, string text)
    {
        var path = Path.Combine(_root, folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public async Task List_NoFolders_GivesTheBuiltInOnes()
    {
        var templates = await _catalog.ListAsync(null, Cancellation);

        Assert.Equal(
            ["feature", "fix-a-failing-test", "interview", "investigate-an-incident", "migrate-with-a-reviewer", "nightly-upkeep", "plan-and-implement", "review-a-branch"],
            templates.Select(t => t.Slug));
        Assert.All(templates, t => Assert.Equal((TemplateScope.BuiltIn, true), (t.Scope, t.Template is not null)));
    }

    [Fact]
    public async Task BuiltIn_Applied_IsAValidWorkflow()
    {
        foreach (var entry in await _catalog.ListAsync(null, Cancellation))
        {
            var values = entry.Template!.Variables.Where(v => v.Required).ToDictionary(v => v.Name, _ => "search", StringComparer.Ordinal);

            var result = TemplateReader.Apply(entry.Template, values, null, new ImportOptions());

            Assert.True(result.IsAccepted, $"{entry.Slug}: {string.Join('\n', result.Diagnostics)}");
            var parsed = WorkflowParser.Parse(Assert.Single(result.Created).Yaml, entry.Slug);
            Assert.True(parsed.IsValid);
            Assert.Empty(parsed.Diagnostics);
        }
    }

    public static TheoryData<string> TeamTemplates => ["fix-a-failing-test", "investigate-an-incident", "migrate-with-a-reviewer", "nightly-upkeep", "plan-and-implement", "review-a-branch"];

    [Theory]
    [MemberData(nameof(TeamTemplates))]
    public async Task BuiltIn_ForTeams_IsReadableBeforeAndAfter(string name)
    {
        var entry = (await _catalog.FindAsync(name, null, Cancellation))!;
        var values = entry.Template!.Variables.Where(v => v.Required).ToDictionary(v => v.Name, _ => "true", StringComparer.Ordinal);

        var yaml = Assert.Single(TemplateReader.Apply(entry.Template, values, null, new ImportOptions()).Created).Yaml;

        // As it was written: the comment that says what it is for, and every prompt as a block
        Assert.StartsWith("# ", yaml, StringComparison.Ordinal);
        Assert.Equal(entry.Template.Text.Split('\n')[0], yaml.Split('\n')[0]);
        Assert.DoesNotContain("prompt: \"", yaml, StringComparison.Ordinal);
        Assert.All(entry.Template.Variables, v => Assert.True(v.Typed is { Description.Length: > 0 }, $"{v.Name} says neither type nor what it is"));
        Assert.All(entry.Template.Variables, v => Assert.DoesNotContain($"{{{{{v.Name}}}}}", yaml, StringComparison.Ordinal));
        Assert.True(entry.Template.Text.Split('\n').Length <= 170 && entry.Template.Text.Split('\n').All(l => l.Length <= 170), "longer or wider than one reads at once");
    }

    [Fact]
    public async Task ListAll_SameNameInSeveralScopes_SaysWhichStandsBeforeWhich()
    {
        Write("data/templates", "feature.yaml", "tasks: [{name: 'Global'}]");
        Write("web/.signalbox/templates", "feature.yaml", "tasks: [{name: 'Own'}]");

        var named = (await _catalog.ListAllAsync([_repository], Cancellation)).Where(t => t.Slug is "feature" or "interview").ToList();

        Assert.Equal(
            ["web before global,built-in behind ", "global before built-in behind web", "built-in before  behind web,global", "built-in before  behind "],
            named.Select(t => $"{t.Place} before {string.Join(',', t.Shadows)} behind {string.Join(',', t.ShadowedBy)}"));
    }

    [Fact]
    public async Task Find_SameNameInSeveralScopes_TheNearestStandsFirst()
    {
        Write("data/templates", "feature.yaml", "tasks: [{name: 'Global {{x}}'}]");
        Assert.Equal(TemplateScope.Global, (await _catalog.FindAsync("feature", _repository, Cancellation))!.Scope);

        Write("web/.signalbox/templates", "mine.json", "{\"name\": \"feature\", \"tasks\": [{\"name\": \"Own\"}]}");
        var nearest = await _catalog.FindAsync("feature", _repository, Cancellation);

        Assert.Equal((TemplateScope.Repository, true), (nearest!.Scope, nearest.Template!.IsJson));
        Assert.Equal(TemplateScope.Global, (await _catalog.FindAsync("feature", null, Cancellation))!.Scope);
        Assert.Null(await _catalog.FindAsync("none", _repository, Cancellation));
    }

    [Fact]
    public async Task FindAll_WithoutARepository_LeavesTheChoiceAndTakesABuiltInOneLast()
    {
        Write("web/.signalbox/templates", "tidy.yaml", "tasks: [{name: 'Own'}]");
        Write("data/templates", "tidy.yaml", "tasks: [{name: 'Global'}]");

        Assert.Equal(["web", "global"], await PlacesAsync("tidy", null));
        Assert.Equal(["web"], await PlacesAsync("tidy", _repository));
        Assert.Equal(["global"], await PlacesAsync("global/tidy", _repository));
        Assert.Equal(["built-in"], await PlacesAsync("feature", null));
        Assert.Empty(await PlacesAsync("elsewhere/tidy", null));

        Write("data/templates", "feature.yaml", "tasks: [{name: 'Global'}]");
        Assert.Equal(["global"], await PlacesAsync("feature", null));
        Assert.Equal(["built-in"], await PlacesAsync("built-in/feature", null));

        async Task<IEnumerable<string>> PlacesAsync(string name, Repository? repository) =>
            (await _catalog.FindAllAsync(name, repository, [_repository], Cancellation)).Select(t => t.Place);
    }

    [Fact]
    public async Task List_LinkOutOfTheFolder_IsListedAsUnreadable()
    {
        Write("data", "secret.yaml", "tasks: [{name: 'Secret'}]");
        Directory.CreateDirectory(Path.Combine(_root, "data", "templates"));
        File.CreateSymbolicLink(Path.Combine(_root, "data", "templates", "out.yaml"), Path.Combine(_root, "data", "secret.yaml"));

        var entry = Assert.Single(await _catalog.ListAsync(null, Cancellation), t => t.Scope == TemplateScope.Global);

        Assert.Equal(("out", null, null), (entry.Slug, entry.Template, entry.Text));
        Assert.Equal("unreadable", Assert.Single(entry.Diagnostics).Code);
    }

    [Fact]
    public async Task List_BrokenFile_IsListedWithWhatIsWrong()
    {
        Write("data/templates", "broken.yaml", "tasks: [");
        Write("data/templates", "other.yaml", "a: 1");
        Write("data/templates", "notes.txt", "x");

        var templates = (await _catalog.ListAsync(null, Cancellation)).Where(t => t.Scope == TemplateScope.Global).ToList();

        Assert.Equal([("broken", "syntax"), ("other", "unknown-dialect")], templates.Select(t => (t.Slug, Assert.Single(t.Diagnostics).Code)));
        Assert.All(templates, t => Assert.Null(t.Template));
    }

    [Fact]
    public async Task Save_Template_IsFoundAndNotReplacedUnasked()
    {
        var template = new ImportedTemplate("tidy", null, "name: tidy\ntasks: [{name: 'Tidy {{area}}'}]\n", IsJson: false, []);

        var path = await _catalog.SaveAsync(template, _repository, replace: false, Cancellation);

        Assert.Equal(Path.Combine(_repository.Path, ".signalbox/templates/tidy.yaml"), path);
        Assert.Equal(template.Text, await File.ReadAllTextAsync(path!, Cancellation));
        Assert.Equal(["area"], (await _catalog.FindAsync("tidy", _repository, Cancellation))!.Template!.Variables.Select(v => v.Name));
        Assert.Null(await _catalog.SaveAsync(template, _repository, replace: false, Cancellation));
    }

    [Fact]
    public async Task Save_Replacing_LeavesOneFileOfTheName()
    {
        var old = Write("data/templates", "older.yaml", "name: tidy\ntasks: [{name: Old}]\n");

        var path = await _catalog.SaveAsync(new ImportedTemplate("tidy", null, "{\"name\": \"tidy\", \"tasks\": [{\"name\": \"New\"}]}", IsJson: true, []), null, replace: true, Cancellation);

        Assert.False(File.Exists(old));
        Assert.Equal([path!], Directory.GetFiles(Path.Combine(_root, "data", "templates")));
    }

    [Fact]
    public async Task Save_ByAPerson_StandsInTheAuditLog()
    {
        var audit = new FakeAudit();
        var catalog = new TemplateCatalog(new TemplateCatalogOptions(Path.Combine(_root, "data", "templates")), new AuditLog(audit, new AuditValues(text => text), TimeProvider.System));
        AuditOrigin.Enter(new AuditOrigin("ann", AuditDoor.Api, null));

        await catalog.SaveAsync(new ImportedTemplate("tidy", null, "name: tidy\n", IsJson: false, []), null, replace: false, Cancellation);
        await catalog.SaveAsync(new ImportedTemplate("tidy", null, "name: tidy\n", IsJson: false, []), null, replace: false, Cancellation);

        var entry = Assert.Single(audit.Entries);
        Assert.Equal(("ann", AuditActions.TemplateSave, "global/tidy"), (entry.Who, entry.Action, entry.Target));
    }
}
