using System.Text.Json;
using Signalbox.Unit.Engine.Trust;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary><c>signalbox trust</c>.</summary>
public sealed class TrustCommandTests : IDisposable
{
    private readonly CliRunner _cli = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Validate_GoodBadAndMissing_SaysEachInTheFormOfEditors()
    {
        await WriteAsync("trust_model.yaml", TrustSamples.Model);
        Assert.Equal(0, await _cli.RunAsync("trust", "validate", "trust_model.yaml"));
        Assert.Equal("valid\n", _cli.Output.ToString());

        await WriteAsync("bad.yaml", TrustSamples.Model.Replace("\"minimal\"", "\"lax\"", StringComparison.Ordinal));
        Assert.Equal(2, await _cli.RunAsync("trust", "validate", "bad.yaml"));
        Assert.Matches(@"(?m)^bad\.yaml:8:18: error not-allowed: 'lax' is no supervision", _cli.Output.ToString());
        Assert.Equal(2, await _cli.RunAsync("trust", "validate", "nowhere.yaml"));
        Assert.Contains("nowhere.yaml:1:1: error unreadable-file: there is no such file", _cli.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ThenEvaluate_SaysLevelAndWhy()
    {
        await WriteAsync("trust_model.yaml", TrustSamples.Model);
        Assert.Equal(0, await _cli.RunAsync("trust", "import", "trust_model.yaml"));
        Assert.Equal("global trust model, version 1\n", _cli.Output.ToString());
        Assert.Equal((TrustSamples.Model, "trust_model.yaml"), (_cli.Engine.Trust.Versions.Single().Text, _cli.Engine.Trust.Versions.Single().File));

        _cli.Output.GetStringBuilder().Clear();
        Assert.Equal(0, await _cli.RunAsync("trust", "evaluate", "--path", "src/auth/login.ts", "--task-type", "documentation"));
        Assert.Equal("low: an administrator decides (pair_programming); src/auth/login.ts matched pattern **/auth/**: Authentication\n", _cli.Output.ToString());

        _cli.Output.GetStringBuilder().Clear();
        Assert.Equal(0, await _cli.RunAsync("trust", "evaluate", "--path", "README.md", "--json"));
        using var json = JsonDocument.Parse(_cli.Output.ToString());
        Assert.Equal(("high", "pattern *.md"), (json.RootElement.GetProperty("level").GetString(), json.RootElement.GetProperty("matchedBy").GetString()));
    }

    [Fact]
    public async Task Import_WithFaults_ChangesNothing()
    {
        await WriteAsync("bad.yaml", "version: '1'\n");

        Assert.Equal(2, await _cli.RunAsync("trust", "import", "bad.yaml"));

        Assert.Contains("bad.yaml:1:1: error missing-key: A trust model needs 'trust_levels'", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_cli.Engine.Trust.Versions);
    }

    [Fact]
    public async Task Evaluate_WithoutModelOrQuestion_SaysWhatToDo()
    {
        Assert.Equal(3, await _cli.RunAsync("trust", "evaluate", "--path", "a"));
        Assert.Contains("trust import", _cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await _cli.RunAsync("trust", "evaluate"));
        Assert.Contains("--task-type", _cli.Error.ToString(), StringComparison.Ordinal);
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_cli.Folder, name), text, Token);
}
