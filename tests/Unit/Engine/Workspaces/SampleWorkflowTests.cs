using System.Reflection;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Workspaces;

public sealed class SampleWorkflowTests
{
    private static readonly HashSet<string> Agents = new(StringComparer.Ordinal) { "claude", "codex", "shell" };

    private static string Folder =>
        Path.Combine(typeof(SampleWorkflowTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key is "RepositoryRoot").Value!, "samples", "workflows");

    public static TheoryData<string> Names => new(Directory.GetFiles(Folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)));

    [Fact]
    public void Folder_Listed_HoldsTheFourSamples() =>
        Assert.Equal(["fail-with-reason", "inspect-repository", "plan-and-implement", "steady-log"], Names.Select(row => row.Data).Order(StringComparer.Ordinal).ToArray());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Parse_EverySample_HasNoDiagnostics(string name)
    {
        var path = Path.Combine(Folder, $"{name}.yaml");

        var result = WorkflowParser.Parse(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), path, Agents);

        Assert.Empty(result.Diagnostics);
        Assert.Equal(name, result.Definition!.Name);
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
