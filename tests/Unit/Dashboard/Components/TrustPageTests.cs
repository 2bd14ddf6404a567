using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Dashboard.Components.Trust;
using Signalbox.Engine.Trust;
using Signalbox.Unit.Engine.Trust;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class TrustPageTests : ComponentBench
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public void NoModel_SaysHowOneIsBroughtIn() => Assert.Contains("signalbox trust import", Render<TrustPage>().Find(".empty").TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task Model_IsShownAndAsked_AnswerLevelAndLine()
    {
        await Services.GetRequiredService<TrustDesk>().ImportAsync(TrustSamples.Model, "trust_model.yaml", null, "mara", Token);
        var cut = Render<TrustPage>();
        Assert.StartsWith("global trust model, version 1, by mara", cut.Find(".sub").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(["high", "medium", "low"], cut.FindAll("[aria-labelledby=trust-levels] tbody .signal").Select(s => s.TextContent.Trim()));

        cut.Find("#trust-paths").Change("README.md\r\nsrc/auth/login.ts");
        cut.Find("#trust-type").Change("documentation");
        await cut.Find("form").SubmitAsync();
        Assert.Equal("trust?paths=README.md%0Asrc%2Fauth%2Flogin.ts&type=documentation", Path);

        cut = Render<TrustPage>();
        Assert.Equal("low", cut.Find("[data-level]").GetAttribute("data-level"));
        var answer = cut.Find("[aria-labelledby=trust-answer]").TextContent;
        Assert.Contains("An administrator is asked before work of such a type, and after the change.", answer, StringComparison.Ordinal);
        Assert.Contains("src/auth/login.ts is low (pattern **/auth/**: Authentication), line 34 of trust_model.yaml.", answer, StringComparison.Ordinal);
        Assert.Equal(["high", "low"], cut.FindAll("[aria-labelledby=trust-files] tbody .signal").Select(s => s.TextContent.Trim()));
        Assert.Contains("**/auth/**", Assert.Single(cut.FindAll(".code-line.marked")).TextContent, StringComparison.Ordinal);
    }
}
