using Signalbox.Engine.Governance.Configuration;

namespace Signalbox.Unit.Engine.Governance.Configuration;

public sealed class SemanticVersionTests
{
    [Theory]
    [InlineData("1.0.0")]
    [InlineData("0.0.4")]
    [InlineData("10.20.30")]
    [InlineData("1.1.2-prerelease+meta")]
    [InlineData("1.0.0-alpha.1")]
    [InlineData("1.0.0-0A.is.legal")]
    [InlineData("99999999999999999999999.999999999999999999.99999999999999999")]
    public void Parse_OfAVersion_IsThatVersion(string text) => Assert.Equal(text, SemanticVersion.Parse(text)!.Text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("01.1.1")]
    [InlineData("1.1.1-01")]
    [InlineData("1.2.3-")]
    [InlineData("v1.2.3")]
    [InlineData("1.2.3 ")]
    [InlineData("1.2.3\n")]
    [InlineData("1.2.\u0663")]
    public void Parse_OfSomethingElse_IsNothing(string? text) => Assert.Null(SemanticVersion.Parse(text));

    [Fact]
    public void CompareTo_IsInTheOrderOfTheSpecification()
    {
        string[] order = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.10", "1.9.0", "1.10.0", "2.0.0"];
        var shuffled = order.Reverse().Select(v => SemanticVersion.Parse(v)!).Order().Select(v => v.Text);
        Assert.Equal(order, shuffled);
        Assert.Equal(0, SemanticVersion.Parse("1.0.0+a")!.CompareTo(SemanticVersion.Parse("1.0.0+b")));
    }

    [Theory]
    [InlineData("1.4.0", "1.4.1")]
    [InlineData("1.4.9", "1.4.10")]
    [InlineData("2.0.0-rc.1", "2.0.0")]
    [InlineData("1.0.0+build", "1.0.1")]
    public void NextPatch_IsGreaterThanItself(string text, string next)
    {
        var version = SemanticVersion.Parse(text)!;
        Assert.Equal(next, version.NextPatch().Text);
        Assert.True(version.NextPatch() > version);
    }
}
