using System.Reflection;
using System.Text;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Trust;

/// <summary>Spec 4, 2.2: the trust model and its schema.</summary>
public sealed class TrustModelReaderTests
{
    [Fact]
    [Trait("Spec4", "2.2 trust model: version, trust_levels high, medium, low with description, auto_approve, supervision, escalation, contexts")]
    public void Read_WholeModel_IsReadWithoutADiagnostic()
    {
        var result = Read(TrustSamples.Model);

        Assert.Empty(result.Diagnostics);
        var model = result.Model!;
        Assert.Equal(("1.0", TrustLevel.Medium), (model.Version, model.DefaultLevel));
        Assert.Equal((true, TrustSupervision.Minimal, false, 4), (model.High.AutoApprove, model.High.Supervision, model.High.Escalation, model.High.Contexts.Count));
        Assert.Equal((false, TrustSupervision.CodeReviewRequired, false, 2), (model.Medium.AutoApprove, model.Medium.Supervision, model.Medium.Escalation, model.Medium.Contexts.Count));
        Assert.Equal((false, TrustSupervision.PairProgramming, true, 4), (model.Low.AutoApprove, model.Low.Supervision, model.Low.Escalation, model.Low.Contexts.Count));
        Assert.Equal(("*.md", null, "Documentation", 11), (model.High.Contexts[0].Pattern?.ToString(), model.High.Contexts[0].TaskType, model.High.Contexts[0].Reason, model.High.Contexts[0].Line));
        Assert.Equal("**/vendor/**", Assert.Single(model.Medium.Contexts[0].Exclude).ToString());
        Assert.Equal(("**/auth/README.md", "docs/keys/**"), (Assert.Single(model.ElevateToMedium).Pattern!.ToString(), Assert.Single(model.DemoteToLow).Pattern!.ToString()));
        Assert.Equal((true, false, false), (model.High.PassesByItself, model.Medium.PassesByItself, model.Low.PassesByItself));
        Assert.Equal((false, true), (model.Medium.AsksBefore, model.Low.AsksBefore));
        Assert.Equal(((int?)10, (int?)null, false, true), (model.High.MaxConsecutiveChanges, model.Low.MaxConsecutiveChanges, model.High.NotifiesOnMatch, model.Low.NotifiesOnMatch));
        Assert.Equal([new TrustNotify("planner", null)], model.Notify);
    }

    [Fact]
    public void Read_Json_IsTheSame()
    {
        const string Level = """{"description": "d", "auto_approve": false, "supervision": "minimal", "contexts": [{"pattern": "*.md"}]}""";
        var result = Read($$"""{"version": "1", "trust_levels": {"high": {{Level}}, "medium": {{Level}}, "low": {{Level}} } }""");

        Assert.Empty(result.Diagnostics);
        Assert.Single(result.Model!.High.Contexts);
    }

    [Fact]
    [Trait("Spec4", "2.2 required, type and enum of every property")]
    public void Read_ManyFaults_EachWithItsLineAllAtOnce()
    {
        var result = Read("""
            version: 1.0
            default_level: middle
            trust_levels:
              high:
                auto_approve: "yes"
                supervision: code_review_requierd
                contexts:
                  - pattern: 5
                  - text
                  - pattern: "[a-"
              low:
                description: 7
                auto_approve: false
                supervision: [minimal]
                escalation: maybe
                contexts: none
            overrides:
              demote_to_low: "*.env"
            """);

        Assert.Null(result.Model);
        Assert.Equal(
            [
                "1:10 wrong-type", "2:16 not-allowed", "4:3 missing-key", "5:5 missing-key", "5:19 wrong-type", "6:18 not-allowed", "8:18 wrong-type", "9:9 wrong-type", "10:18 bad-pattern",
                "12:18 wrong-type", "14:18 wrong-type", "15:17 wrong-type", "16:15 wrong-type", "18:18 wrong-type",
            ],
            result.Diagnostics.Select(d => $"{d.Line}:{d.Column} {d.Code}"));
        Assert.All(result.Diagnostics, d => Assert.Equal(("trust_model.yaml", DiagnosticSeverity.Error), (d.File, d.Severity)));
        Assert.Contains("did you mean 'code_review_required'?", result.Diagnostics.Single(d => d.Line == 6).Message, StringComparison.Ordinal);
        Assert.Contains("needs 'medium'", result.Diagnostics.Single(d => d.Line == 4).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty", "a trust model has at least 'version' and 'trust_levels'")]
    [InlineData("- a\n", "unknown-dialect", "A trust model is a mapping")]
    [InlineData("a: [\n", "syntax", "")]
    [InlineData("version: '1'\nversion: '2'\n", "duplicate-key", "")]
    public void Read_WhatIsNoMapping_IsOneFault(string text, string code, string says)
    {
        var result = Read(text);

        Assert.Null(result.Model);
        Assert.Equal(code, result.Diagnostics[0].Code);
        Assert.Contains(says, result.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    auto_approve: true\n    supervision: minimal\n    require_human_review: true\n    contexts: []\n", "trust-contradiction")]
    [InlineData("    auto_approve: true\n    supervision: pair_programming\n    contexts: []\n", "trust-contradiction")]
    [InlineData("    auto_approve: true\n    supervision: minimal\n    contexts: [{reason: none}]\n", "matches-nothing")]
    [InlineData("    auto_approve: true\n    supervision: minimal\n    escalations: true\n    contexts: []\n", "unknown-key")]
    public void Read_WhatTheSchemaAllowsAndNobodyMeans_IsAWarning(string high, string code)
    {
        const string Other = "    description: d\n    auto_approve: false\n    supervision: minimal\n    contexts: []\n";
        var result = Read($"version: '1'\ntrust_levels:\n  high:\n    description: d\n{high}  medium:\n{Other}  low:\n{Other}");

        Assert.NotNull(result.Model);
        var only = Assert.Single(result.Diagnostics);
        Assert.Equal((code, DiagnosticSeverity.Warning), (only.Code, only.Severity));
        Assert.Equal(code is not "trust-contradiction", result.Model.High.PassesByItself);
    }

    [Theory]
    [InlineData("escalation: everybody", 12, 13)]
    [InlineData("escalation:\n  notify: planner", 13, 11)]
    [InlineData("escalation:\n  notify:\n    - planner", 14, 7)]
    [InlineData("escalation:\n  notify:\n    - {role: Head of IT}", 14, 7)]
    [InlineData("escalation:\n  notifies: []", 13, 3)]
    public void Read_EscalationThatTellsNobody_IsAWarning(string escalation, int line, int column)
    {
        var result = Read(Levels("    contexts: []\n") + escalation + "\n");

        Assert.Empty(result.Model!.Notify);
        var only = Assert.Single(result.Diagnostics);
        Assert.Equal((line, column, DiagnosticSeverity.Warning), (only.Line, only.Column, only.Severity));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    [InlineData("1.5")]
    public void Read_MostChangesThatAreNoCount_AreAFault(string most)
    {
        var result = Read(Levels($"    max_consecutive_changes: {most}\n    contexts: []\n"));

        Assert.Null(result.Model);
        Assert.Contains("'max_consecutive_changes' is a whole number from 1", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ExampleOfTheGuide_IsValid()
    {
        var root = typeof(TrustModelReaderTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key is "RepositoryRoot").Value!;
        var guide = File.ReadAllText(Path.Combine(root, "docs", "guide", "trust.md"));
        var begin = guide.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;

        Assert.Empty(Read(guide[begin..guide.IndexOf("```", begin, StringComparison.Ordinal)]).Diagnostics);
    }

    /// <summary>Eleven lines: three levels, of which the first has what is given.</summary>
    private static string Levels(string high)
    {
        const string Other = "    {description: d, auto_approve: false, supervision: minimal, contexts: []}\n";
        return $"version: '1'\ntrust_levels:\n  high:\n    description: d\n    auto_approve: true\n    supervision: minimal\n{high}  medium:\n{Other}  low:\n{Other}";
    }

    private static TrustModelResult Read(string text) => TrustModelReader.Read(Encoding.UTF8.GetBytes(text), "trust_model.yaml");
}
