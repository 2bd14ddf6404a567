using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>Which steps are for workers (design/workflow-format.md: capabilities instead of an agent).</summary>
public sealed class WorkflowWorkerTests
{
    [Theory]
    [InlineData("{id: a, prompt: hi, capabilities: [code_review, go]}", "", "worker", "code_review,go", null)]
    [InlineData("{id: a, prompt: hi, capabilities: [go]}", "defaults: {agent: codex}", "worker", "go", null)]
    [InlineData("{id: a, prompt: hi, role: backend}", "", "worker", "", "backend")]
    [InlineData("{id: a, prompt: hi, role: backend}", "defaults: {agent: codex}", "codex", "", "backend")]
    [InlineData("{id: a, prompt: hi, role: backend, agent: claude}", "", "claude", "", "backend")]
    [InlineData("{id: a, prompt: hi, agent: worker}", "", "worker", "", null)]
    public void Parse_StepWithCapabilitiesOrRole_HasItsAgent(string step, string defaults, string agent, string capabilities, string? role)
    {
        var result = WorkflowParser.Parse($"version: \"1.0\"\nname: w\n{defaults}\nsteps:\n  - {step}\n", "w.yaml");

        Assert.Empty(result.Diagnostics);
        var parsed = Assert.Single(result.Definition!.Steps);
        Assert.Equal((agent, capabilities, role), (parsed.Agent, string.Join(',', parsed.Capabilities), parsed.Role));
    }

    [Theory]
    [InlineData("{id: a, prompt: hi, capabilities: [Code Review]}", "a capability")]
    [InlineData("{id: a, prompt: hi, role: Back End}", "'role'")]
    public void Parse_CapabilityOrRoleOfAnotherForm_IsRefused(string step, string what)
    {
        var result = WorkflowParser.Parse($"version: \"1.0\"\nname: w\nsteps:\n  - {step}\n", "w.yaml");

        Assert.Contains(what, Assert.Single(result.Diagnostics).Message, StringComparison.OrdinalIgnoreCase);
    }
}
