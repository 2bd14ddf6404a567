using System.Reflection;
using System.Text.Json.Nodes;
using Signalbox.Engine.Workflows;
using Signalbox.Unit.Engine.Workflows;

namespace Signalbox.Unit.Engine.Workspaces;

public sealed class SampleWorkflowTests
{
    private static readonly HashSet<string> Agents = new(StringComparer.Ordinal) { "claude", "codex", "shell" };

    private static string Folder =>
        Path.Combine(typeof(SampleWorkflowTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key is "RepositoryRoot").Value!, "samples", "workflows");

    public static TheoryData<string> Names => new(Directory.GetFiles(Folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)));

    [Fact]
    public void Folder_Listed_HoldsTheSamples() =>
        Assert.Equal(["check-and-repair", "count-lines", "fail-with-reason", "inspect-repository", "nightly-check", "plan-and-implement", "release-notes", "steady-log"], Names.Select(row => row.Data).Order(StringComparer.Ordinal).ToArray());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Parse_EverySample_HasNoDiagnostics(string name)
    {
        var path = Path.Combine(Folder, $"{name}.yaml");

        var result = WorkflowParser.Parse(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), path, Agents);

        Assert.Empty(result.Diagnostics);
        Assert.Equal(name, result.Definition!.Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Schema_EverySample_FitsAndNamesIt(string name)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, $"{name}.yaml"), TestContext.Current.CancellationToken);

        Assert.StartsWith($"# yaml-language-server: $schema=http://localhost:5080{WorkflowSchema.Path}\n", text, StringComparison.Ordinal);
        Assert.Empty(new SchemaChecker(JsonNode.Parse(WorkflowSchema.Generate())!.AsObject()).Check(WorkflowSchemaTests.Json(text)));
    }

    [Fact]
    public async Task Parse_NightlyCheck_HasAScheduleBehindItsComment()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, "nightly-check.yaml"), TestContext.Current.CancellationToken);

        var result = WorkflowParser.Parse(text.Replace("# schedule:\n#   -", "schedule:\n   -", StringComparison.Ordinal), "nightly-check.yaml", Agents);

        Assert.Empty(result.Diagnostics);
        Assert.Equal("0 6 * * 1-5", Assert.Single(result.Definition!.Schedule).Cron);
    }

    [Fact]
    public async Task Parse_PlanAndImplement_RunsWithClaude()
    {
        var path = Path.Combine(Folder, "plan-and-implement.yaml");

        var result = WorkflowParser.Parse(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), path, Agents);

        Assert.All(result.Definition!.Steps, step => Assert.Equal("claude", step.Agent));
        Assert.Equal("acceptEdits", result.Definition.Steps[0].AgentOptions["permission_mode"]);
    }
}
