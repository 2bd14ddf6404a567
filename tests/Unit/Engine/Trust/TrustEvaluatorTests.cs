using System.Text;
using Signalbox.Engine.Trust;

namespace Signalbox.Unit.Engine.Trust;

/// <summary>design/security.md: low patterns win, then high, otherwise medium.</summary>
public sealed class TrustEvaluatorTests
{
    private static readonly TrustModel Model = TrustModelReader.Read(Encoding.UTF8.GetBytes(TrustSamples.Model), "trust_model.yaml").Model!;

    [Theory]
    [InlineData("README.md", TrustLevel.High, "pattern *.md")]
    [InlineData("src/User.php", TrustLevel.Medium, "pattern src/**/*")]
    [InlineData("src/auth/login.ts", TrustLevel.Low, "pattern **/auth/**")]
    [InlineData("src/auth/login.test.ts", TrustLevel.Low, "pattern **/auth/**")]
    [InlineData("src/login.test.ts", TrustLevel.High, "pattern *.test.ts")]
    [InlineData("./src/auth/login.ts", TrustLevel.Low, "pattern **/auth/**")]
    [InlineData("src/vendor/x.php", TrustLevel.Medium, "default_level")]
    [InlineData("Makefile", TrustLevel.Medium, "default_level")]
    [InlineData("src/auth/README.md", TrustLevel.Medium, "elevate_to_medium **/auth/README.md")]
    [InlineData("docs/keys/how.md", TrustLevel.Low, "demote_to_low docs/keys/**")]
    [InlineData(".env.d/prod", TrustLevel.Low, "pattern .env*")]
    [InlineData("evil.md/run.sh", TrustLevel.Medium, "default_level")]
    public void Evaluate_OneFile_LowWinsThenHighOtherwiseMedium(string path, TrustLevel level, string matchedBy)
    {
        var decision = TrustEvaluator.Evaluate(Model, [path], null);

        Assert.Equal((level, matchedBy, path), (decision.Level, decision.Deciding.MatchedBy, decision.Deciding.Path));
        Assert.Equal(level, decision.Rules.Level);
    }

    [Theory]
    [InlineData("documentation", TrustLevel.High, "task_type documentation")]
    [InlineData("Security", TrustLevel.Low, "task_type security")]
    [InlineData("feature_implementation", TrustLevel.Medium, "task_type feature_implementation")]
    [InlineData("gardening", TrustLevel.Medium, "default_level")]
    public void Evaluate_WorkAlone_GoesByItsType(string type, TrustLevel level, string matchedBy)
    {
        var decision = TrustEvaluator.Evaluate(Model, [], type);

        Assert.Equal((level, matchedBy, null), (decision.Level, decision.Deciding.MatchedBy, decision.Deciding.Path));
    }

    [Theory]
    [InlineData("README.md", "security", TrustLevel.Low)]
    [InlineData("src/User.php", "documentation", TrustLevel.High)]
    [InlineData("src/auth/login.ts", "documentation", TrustLevel.Low)]
    [InlineData("src/auth/README.md", "security", TrustLevel.Low)]
    public void Evaluate_FileAndType_TheSameOrderHoldsForBoth(string path, string type, TrustLevel level) =>
        Assert.Equal(level, TrustEvaluator.Evaluate(Model, [path], type).Level);

    [Fact]
    public void Evaluate_SeveralFiles_TheLeastTrustedDecides()
    {
        Assert.Equal(TrustLevel.High, TrustEvaluator.Evaluate(Model, ["README.md", "a.test.ts"], null).Level);

        // a safe file beside it makes no other safe
        var mixed = TrustEvaluator.Evaluate(Model, ["README.md", "src/User.php"], null);
        Assert.Equal((TrustLevel.Medium, "src/User.php"), (mixed.Level, mixed.Deciding.Path));

        var risky = TrustEvaluator.Evaluate(Model, ["README.md", "src/User.php", "src/auth/a.ts", "src/auth/b.ts"], null);
        Assert.Equal((TrustLevel.Low, "src/auth/a.ts"), (risky.Level, risky.Deciding.Path));
        Assert.Equal([TrustLevel.High, TrustLevel.Medium, TrustLevel.Low, TrustLevel.Low], risky.Verdicts.Select(v => v.Level));
        Assert.Equal("src/auth/a.ts is low (pattern **/auth/**: Authentication)", risky.Why);
    }

    [Fact]
    public void Evaluate_ContextOfPatternAndType_NeedsBoth()
    {
        var text = TrustSamples.Model.Replace("pattern: \"*.test.ts\"", "{pattern: \"*.php\", task_type: formatting}", StringComparison.Ordinal)
            .Replace("- {pattern: \"*.php\", task_type: formatting}\n        reason: \"Tests\"", "- {pattern: \"*.php\", task_type: formatting}", StringComparison.Ordinal);
        var model = TrustModelReader.Read(Encoding.UTF8.GetBytes(text), "m.yaml").Model!;

        Assert.Equal(TrustLevel.High, TrustEvaluator.Evaluate(model, ["src/User.php"], "formatting").Level);
        Assert.Equal(TrustLevel.Medium, TrustEvaluator.Evaluate(model, ["src/User.php"], "bug_fix").Level);
        Assert.Equal(TrustLevel.Medium, TrustEvaluator.Evaluate(model, ["src/User.cs"], "formatting").Level);
    }
}
