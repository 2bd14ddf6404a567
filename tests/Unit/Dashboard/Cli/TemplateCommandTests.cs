using System.Text.Json;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>Templates with typed variables on the command line, over the REST API that it uses.</summary>
public sealed class TemplateCommandTests : IDisposable
{
    private const string Text = "# Greets.\nversion: \"1.0\"\nname: hail\nvariables:\n  - {name: who, type: string, required: true}\n  - {name: times, type: integer, min: 1, max: 3, default: 1}\n"
        + "steps:\n  - {id: say, run: 'echo $WHO', env: {WHO: \"{{who}}\"}, retry: {max_attempts: \"{{times}}\"}}\n";

    private readonly CliRunner _cli = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Written => Path.Combine(_cli.Folder, ".signalbox", "workflows", "hail.yaml");

    public TemplateCommandTests()
    {
        _cli.Engine.Known.Add(new Repository { Id = EntityId.New<RepositoryId>(), Name = "here", Path = _cli.Folder, CreatedAt = FakeRuns.Now });
        File.WriteAllText(Path.Combine(_cli.Folder, "hail.yaml"), Text);
    }

    [Fact]
    public async Task Save_File_IsKeptForEveryoneAndNotReplacedUnasked()
    {
        Assert.Equal(0, await _cli.RunAsync("template", "save", "hail.yaml"));
        Assert.Equal("hail\n", _cli.Output.ToString());
        Assert.Equal(Text, await File.ReadAllTextAsync(Path.Combine(_cli.DataPath, "templates", "hail.yaml"), Token));
        Assert.Equal(4, await _cli.RunAsync("template", "save", "hail.yaml"));
        Assert.Contains("There is a template 'hail' in global already", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await _cli.RunAsync("template", "save", "hail.yaml", "--replace"));
        Assert.Equal(0, await _cli.RunAsync("template", "save", "hail.yaml", "--repository", "here"));
        Assert.True(File.Exists(Path.Combine(_cli.Folder, ".signalbox", "templates", "hail.yaml")));
    }

    [Fact]
    public async Task Save_WhatIsNoTemplate_SaysWhereAndKeepsNothing()
    {
        await File.WriteAllTextAsync(Path.Combine(_cli.Folder, "hail.yaml"), Text.Replace("integer", "intger", StringComparison.Ordinal), Token);

        Assert.Equal(2, await _cli.RunAsync("template", "save", "hail.yaml"));

        Assert.Contains("hail.yaml:6:25: error not-allowed: 'intger' is not a type of input; did you mean 'integer'?", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_cli.DataPath, "templates")));
        Assert.Equal(3, await _cli.RunAsync("template", "save", "no-such-workflow"));
    }

    [Fact]
    public async Task Apply_Print_ShowsTheWorkflowAndWritesNothing()
    {
        await _cli.RunAsync("template", "save", "hail.yaml");
        _cli.Output.GetStringBuilder().Clear();

        Assert.Equal(0, await _cli.RunAsync("template", "apply", "hail", "who=world", "times=2", "--print"));

        Assert.Equal("# Greets.\nversion: \"1.0\"\nname: hail\nsteps:\n  - {id: say, run: 'echo $WHO', env: {WHO: world}, retry: {max_attempts: 2}}\n", _cli.Output.ToString());
        Assert.False(File.Exists(Written));
    }

    [Fact]
    public async Task Apply_WrongValues_NamesAllOfThemAndWritesNothing()
    {
        await _cli.RunAsync("template", "save", "hail.yaml");
        _cli.Output.GetStringBuilder().Clear();

        Assert.Equal(2, await _cli.RunAsync("template", "apply", "hail", "times=9"));
        Assert.Contains("The template needs a value for: who.", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("The variable 'times' must be a whole number from 1 to 3; this is '9'.", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await _cli.RunAsync("template", "apply", "hail", "times=9", "--json"));
        using var applied = JsonDocument.Parse(_cli.Output.ToString());
        Assert.Equal(["who", "times"], applied.RootElement.GetProperty("faults").EnumerateArray().Select(f => f.GetProperty("field").GetString()).OrderDescending(StringComparer.Ordinal));
        _cli.Output.GetStringBuilder().Clear();
        Assert.Equal(2, await _cli.RunAsync("template", "apply", "hail", "times=9", "--print", "--json"));
        using var shown = JsonDocument.Parse(_cli.Output.ToString());
        Assert.False(shown.RootElement.GetProperty("ready").GetBoolean());
        Assert.Equal(2, shown.RootElement.GetProperty("faults").GetArrayLength());
        Assert.Contains("WHO: \"{{who}}\"", shown.RootElement.GetProperty("yaml").GetString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Written));
    }

    [Fact]
    public async Task List_Json_SaysParametersAndWhatStandsBeforeWhat()
    {
        await _cli.RunAsync("template", "save", "hail.yaml");
        await _cli.RunAsync("template", "save", "hail.yaml", "--repository", "here");
        _cli.Output.GetStringBuilder().Clear();

        Assert.Equal(0, await _cli.RunAsync("template", "list", "--json"));

        using var list = JsonDocument.Parse(_cli.Output.ToString());
        var own = list.RootElement.EnumerateArray().First(t => t.GetProperty("name").GetString() is "hail");
        Assert.Equal(("here", "global"), (own.GetProperty("scope").GetString(), own.GetProperty("shadows")[0].GetString()));
        var times = own.GetProperty("parameters")[1];
        Assert.Equal(("times", "integer", 3L), (times.GetProperty("name").GetString(), times.GetProperty("type").GetString(), times.GetProperty("max").GetInt64()));
    }

    public void Dispose() => _cli.Dispose();
}
