using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;

namespace Signalbox.Unit.Engine.Coordination;

/// <summary>Spec 2, Agent, Validation Rules: id pattern, supported provider, valid model, non-empty capabilities, credentials.</summary>
public sealed class AgentRulesTests
{
    private static readonly AgentRules Rules = new(new AgentRulesOptions { AllowedModels = ["house-model"], Providers = ["house"] }, name => name is "KEY" ? "a-secret-value" : null);

    [Fact]
    [Trait("Spec2", "Agent, Validation Rules: `provider` must be one of supported providers")]
    public void Check_EverythingWrong_NamesAllOfItAtOnce()
    {
        var agent = AgentRegistry.Preview(new AgentRegistration
        {
            Id = "Not An Id",
            Name = " ",
            Provider = "nobody",
            Capabilities = ["Bad One"],
            Role = "Bad Role",
            Capacity = 0,
            Config = new Dictionary<string, string>(StringComparer.Ordinal) { ["api_key"] = "sk-live-1234567890" },
        });

        var faults = Rules.Check(agent);

        Assert.Equal(["id", "name", "provider", "capabilities", "role", "capacity", "config.api_key"], faults.Select(f => f.Field));
        Assert.DoesNotContain(faults, f => f.Message.Contains("sk-live", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("anthropic", "claude-sonnet-4-5", null)]
    [InlineData("anthropic", "opus", null)]
    [InlineData("anthropic", "gpt-5", "model")]
    [InlineData("openai", "gpt-5-codex", null)]
    [InlineData("openai", "claude-3", "model")]
    [InlineData("openai", "house-model", null)]
    [InlineData("github", "claude-sonnet-4", null)]
    [InlineData("ollama", "whatever:7b", null)]
    [InlineData("house", "x", null)]
    [Trait("Spec2", "Agent, Validation Rules: `model` must be valid for the provider")]
    public void Check_Model_IsKnownToTheProviderOrAllowed(string provider, string model, string? fault)
    {
        var agent = AgentRegistry.Preview(new AgentRegistration { Id = "a", Provider = provider, Model = model, Capabilities = ["plan"] });

        Assert.Equal(fault, Rules.Check(agent).SingleOrDefault()?.Field);
    }

    [Theory]
    [InlineData("env:KEY", true)]
    [InlineData("env:MISSING", false)]
    [InlineData("file:/nowhere/at/all", false)]
    [InlineData("a-secret-value", false)]
    [Trait("Spec2", "Agent, Validation Rules: `config` must contain required provider credentials")]
    public void Check_Credentials_AreReferencesThatResolve(string value, bool isRight)
    {
        var agent = AgentRegistry.Preview(new AgentRegistration
        {
            Id = "a",
            Kind = AgentKind.Api,
            Provider = "anthropic",
            Capabilities = ["plan"],
            Config = new Dictionary<string, string>(StringComparer.Ordinal) { ["api_key"] = value },
        });

        Assert.Equal(isRight, Rules.Check(agent).Count == 0);
    }

    [Fact]
    [Trait("Spec2", "Agent, Validation Rules: `capabilities` must be non-empty list")]
    public void Check_ApiAgentWithoutCredentialOrCapabilities_SaysWhatItNeeds()
    {
        var agent = AgentRegistry.Preview(new AgentRegistration { Id = "a", Kind = AgentKind.Api, Provider = "openai" });

        Assert.Equal(["capabilities", "config.api_key"], Rules.Check(agent).Select(f => f.Field));
    }

    [Theory]
    [InlineData("worker")]
    [InlineData("people")]
    [InlineData("everyone")]
    public void Check_IdThatIsAWordOfTheFormat_IsRefused(string id) =>
        Assert.Equal("id", Assert.Single(Rules.Check(AgentRegistry.Preview(new AgentRegistration { Id = id, Capabilities = ["plan"] }))).Field);
}
