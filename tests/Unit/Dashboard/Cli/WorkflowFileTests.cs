using System.Text.Json;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>Workflows as files: import, export, versions, templates.</summary>
public sealed class WorkflowFileTests : IDisposable
{
    private const string Ours = "version: \"1.0\"\nname: greet\nsteps:\n  - {id: say, run: echo hello}\n";
    private readonly CliRunner _cli = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_WritesTheWorkflowIntoTheRepositoryThatOneIsIn()
    {
        var repository = AddRepository("");
        AddRepository("other");
        await WriteAsync("greet.yaml", Ours);
        Assert.Equal(0, await _cli.RunAsync("workflow", "import", "greet.yaml"));
        Assert.Equal("greet\n", _cli.Output.ToString());
        Assert.Equal(Ours, await File.ReadAllTextAsync(Path.Combine(repository, ".signalbox", "workflows", "greet.yaml"), Token));
    }

    [Fact]
    public async Task Import_OverAnotherOfTheName_IsRefusedUntilToldTo()
    {
        var repository = AddRepository("");
        await WriteAsync("greet.yaml", Ours);
        Assert.Equal(0, await _cli.RunAsync("workflow", "import", "greet.yaml"));
        Assert.Equal(0, await _cli.RunAsync("workflow", "import", "greet.yaml"));
        await WriteAsync("greet.yaml", Ours.Replace("hello", "again", StringComparison.Ordinal));
        Assert.Equal(4, await _cli.RunAsync("workflow", "import", "greet.yaml"));
        Assert.Contains("has 'greet' already", _cli.Error.ToString(), StringComparison.Ordinal);
        var saved = Path.Combine(repository, ".signalbox", "workflows", "greet.yaml");
        Assert.Equal(Ours, await File.ReadAllTextAsync(saved, Token));
        Assert.Equal(0, await _cli.RunAsync("workflow", "import", "greet.yaml", "--replace"));
        Assert.Contains("again", await File.ReadAllTextAsync(saved, Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("just text")]
    [InlineData("version: \"1.0\"\nname: Bad Name\nsteps: []\n")]
    public async Task Import_OfWhatIsNone_SaysWhereAndWritesNothing(string text)
    {
        var repository = AddRepository("");
        await WriteAsync("bad.yaml", text);
        Assert.Equal(2, await _cli.RunAsync("workflow", "import", "bad.yaml"));
        Assert.Matches(@"(?m)^bad\.yaml:\d+:\d+: error ", _cli.Error.ToString());
        Assert.Empty(_cli.Output.ToString());
        Assert.False(Directory.Exists(Path.Combine(repository, ".signalbox", "workflows")));
        Assert.Equal(2, await _cli.RunAsync("workflow", "import", "bad.yaml", "--json"));
        using var json = JsonDocument.Parse(_cli.Output.ToString());
        Assert.Equal(0, json.RootElement.GetProperty("created").GetArrayLength());
        Assert.NotEqual(0, json.RootElement.GetProperty("diagnostics").GetArrayLength());
    }

    [Theory]
    [InlineData(2, "none.yaml")]
    [InlineData(3, "greet.yaml", "--repository", "nowhere")]
    public async Task Import_ThatNamesNothing_HasItsExitCode(int exitCode, params string[] arguments)
    {
        AddRepository("");
        await WriteAsync("greet.yaml", Ours);
        Assert.Equal(exitCode, await _cli.RunAsync(["workflow", "import", .. arguments]));
    }

    [Fact]
    public async Task Import_OutsideOfSeveralRepositories_AsksWhich()
    {
        AddRepository("one");
        AddRepository("two");
        await WriteAsync("greet.yaml", Ours);
        Assert.Equal(2, await _cli.RunAsync("workflow", "import", "greet.yaml"));
        Assert.Contains("say which of one, two", _cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportAndDiff_ReadVersionsExactly()
    {
        AddVersions("a\nb\nc", "a\nB\nc\n");
        Assert.Equal(0, await _cli.RunAsync("workflow", "export", "hello"));
        Assert.Equal("a\nB\nc\n", _cli.Output.ToString());
        Assert.Equal(0, await _cli.RunAsync("workflow", "export", "hello", "--version", "1", "-o", "out.yaml"));
        Assert.Equal("a\nb\nc", await File.ReadAllTextAsync(Path.Combine(_cli.Folder, "out.yaml"), Token));
        _cli.Output.GetStringBuilder().Clear();
        Assert.Equal(0, await _cli.RunAsync("workflow", "diff", "hello", "1", "2"));
        Assert.Equal("--- hello v1\n+++ hello v2\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", _cli.Output.ToString());
        Assert.Equal(3, await _cli.RunAsync("workflow", "diff", "hello", "1", "9"));
        Assert.Contains("has no version 9: it has 1 to 2", _cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_OfRepositoryAndDataDirectory_AreListedAndShown()
    {
        var repository = AddRepository("web");
        await WriteAsync("web/.signalbox/templates/greet.yaml", Ours);
        Directory.CreateDirectory(Path.Combine(_cli.DataPath, "templates"));
        await File.WriteAllTextAsync(Path.Combine(_cli.DataPath, "templates", "greet.yaml"), Ours + "# global\n", Token);
        Assert.Equal(0, await _cli.RunAsync("template", "list"));
        var lines = _cli.Output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(["greet\tweb\tnone\tbefore global", "greet\tglobal\tnone\tbehind web"], lines.Where(l => !l.Contains("\tbuilt-in\t", StringComparison.Ordinal)));
        Assert.Contains("plan-and-implement\tbuilt-in\ttest_command\t", lines);
        Assert.Equal(lines.Order(StringComparer.Ordinal).Select(l => l.Split('\t')[0]), lines.Select(l => l.Split('\t')[0]));
        _cli.Output.GetStringBuilder().Clear();
        Assert.Equal(4, await _cli.RunAsync("template", "show", "greet"));
        Assert.Equal(0, await _cli.RunAsync("template", "show", "global/greet"));
        Assert.EndsWith("# global\n", _cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, await _cli.RunAsync("template", "show", "none"));
        Assert.Equal(0, await _cli.RunAsync("template", "apply", "greet"));
        Assert.Equal(Ours, await File.ReadAllTextAsync(Path.Combine(repository, ".signalbox", "workflows", "greet.yaml"), Token));
        Assert.Equal(2, await _cli.RunAsync("template", "apply", "greet", "novalue"));
        Assert.Equal(0, await _cli.RunAsync("template", "show", "built-in/feature"));
        Assert.Equal(2, await _cli.RunAsync("template", "apply", "feature"));
        Assert.False(File.Exists(Path.Combine(repository, ".signalbox", "workflows", "feature.yaml")));
    }

    [Fact]
    public async Task Template_WithAVariable_IsAskedForItsValueAndMayBeGivenAName()
    {
        var repository = AddRepository("");
        await WriteAsync("hail.yaml", "version: \"1.0\"\nname: hail\nvariables: [{name: who, required: true}]\nsteps:\n  - {id: say, run: 'echo $WHO', env: {WHO: \"{{who}}\"}}\n");
        Assert.Equal(0, await _cli.RunAsync("workflow", "import", "hail.yaml"));
        Assert.True(File.Exists(Path.Combine(repository, ".signalbox", "templates", "hail.yaml")));
        Assert.Equal(0, await _cli.RunAsync("workflow", "import", "hail.yaml"));
        _cli.Output.GetStringBuilder().Clear();
        Assert.Equal(0, await _cli.RunAsync("template", "list"));
        Assert.Contains("hail\there\twho\t\n", _cli.Output.ToString(), StringComparison.Ordinal);

        Assert.Equal(2, await _cli.RunAsync("template", "apply", "hail"));
        Assert.Contains("who", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await _cli.RunAsync("template", "apply", "hail", "who=world"));
        Assert.Equal(0, await _cli.RunAsync("template", "apply", "hail", "who=moon", "--name", "hail-moon"));
        Assert.Contains("WHO: world", await File.ReadAllTextAsync(Path.Combine(repository, ".signalbox", "workflows", "hail.yaml"), Token), StringComparison.Ordinal);
        Assert.Contains("WHO: moon", await File.ReadAllTextAsync(Path.Combine(repository, ".signalbox", "workflows", "hail-moon.yaml"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schemas_AreServedToEditorsWithoutSignIn()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        foreach (var name in (string[])["workflow", "feature_spec", "trust_model", "api_contract", "task_spec"])
        {
            using var schema = JsonDocument.Parse(await client.GetStringAsync($"/schemas/{name}.json", Token));
            Assert.True(schema.RootElement.TryGetProperty("properties", out _), name);
        }
    }

    public void Dispose() => _cli.Dispose();

    private string AddRepository(string name)
    {
        var path = Path.Combine(_cli.Folder, name).TrimEnd('/');
        Directory.CreateDirectory(path);
        _cli.Engine.Known.Add(new Repository { Id = EntityId.New<RepositoryId>(), Name = name.Length == 0 ? "here" : name, Path = path, CreatedAt = FakeRuns.Now });
        return path;
    }

    private async Task WriteAsync(string name, string text)
    {
        var path = Path.Combine(_cli.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, Token);
    }

    private void AddVersions(params string[] texts)
    {
        var entry = FakeRuns.Workflow("hello", "web");
        entry.Workflow.CurrentVersion = texts.Length;
        _cli.Engine.Workflows.Add(entry with { Version = new WorkflowVersion { Id = EntityId.New<WorkflowVersionId>(), WorkflowId = entry.Workflow.Id, Number = texts.Length, Yaml = texts[^1], Sha256 = "", CreatedAt = FakeRuns.Now } });
        _cli.Engine.Versions.AddRange(texts.Select((text, i) => new WorkflowVersion { Id = EntityId.New<WorkflowVersionId>(), WorkflowId = entry.Workflow.Id, Number = i + 1, Yaml = text, Sha256 = "", CreatedAt = FakeRuns.Now }));
    }
}
