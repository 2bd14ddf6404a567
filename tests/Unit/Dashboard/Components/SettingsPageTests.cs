using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Signalbox.Dashboard.Components.Settings;
using Signalbox.Engine.Audit;
using Signalbox.Unit.Engine.Governance.Configuration;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class SettingsPageTests : ComponentBench
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public void Page_BeforeAnything_SaysWhatAConfigurationIs()
    {
        var page = Render<SettingsPage>();
        page.WaitForAssertion(() => Assert.Contains("No configuration was applied yet", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_ListsVersionsAndComponents_AndComparesByItsAddress()
    {
        await Configurations.Desk.ApplyAsync(ConfigurationTexts.Whole, "c", "ada", Stop);
        await Configurations.Desk.ApplyAsync(ConfigurationTexts.Of("1.3.0"), "c", "bob", Stop);
        await Configurations.Desk.RollbackAsync("1.2.0", "eve", Stop);
        Configurations.RestartNeeded = ["deployment.urls"];
        Navigation.NavigateTo("settings?from=1.2.0&to=1.3.0");
        var page = Render<SettingsPage>();

        page.WaitForAssertion(() => Assert.Equal(["1.3.1", "1.3.0", "1.2.0"], page.FindAll("tr[data-version]").Select(r => r.GetAttribute("data-version"))));
        Assert.Contains("the one of 1.2.0", page.Find("tr[data-version='1.3.1']").TextContent, StringComparison.Ordinal);
        Assert.Contains("in force", page.Find("tr[data-version='1.3.1']").TextContent, StringComparison.Ordinal);
        Assert.Contains("Changes from 1.2.0 to 1.3.0", page.Find("#settings-diff").TextContent, StringComparison.Ordinal);
        Assert.Contains("max_concurrent_runs: 4", page.Find("[data-diff]").TextContent, StringComparison.Ordinal);
        Assert.Contains("deployment.urls", page.Find(".diags").TextContent, StringComparison.Ordinal);
        Assert.Equal(["On", "On", "On", "Off", "Off", "On", "Off"], page.FindAll("section[aria-labelledby='settings-components'] tbody tr td:first-child").Select(c => c.TextContent.Trim()));
        Assert.DoesNotContain(page.FindAll("tr[data-version='1.3.1'] button"), b => b.TextContent.Contains("Roll back", StringComparison.Ordinal));
    }

    [Fact]
    public void Apply_PastedDocument_IsCheckedThenInForce()
    {
        var page = Render<SettingsPage>();
        page.WaitForElement("#settings-text").Change("version: 1.0\nglobal: 5\n");
        page.FindAll("button").Single(b => b.TextContent is "Check").Click();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".diag").Count));
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("Nothing was changed: the document has faults.", page.Markup, StringComparison.Ordinal));
        Assert.Empty(Configurations.Taken);

        page.Find("#settings-text").Change(ConfigurationTexts.Of("1.0.0"));
        page.FindAll("button").Single(b => b.TextContent is "Check").Click();
        page.WaitForAssertion(() => Assert.Contains("Valid", page.Markup, StringComparison.Ordinal));
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal("1.0.0", Assert.Single(page.FindAll("tr[data-version]")).GetAttribute("data-version")));
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("Paste a document, or choose a file.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Apply_ChosenFile_IsTakenWhole()
    {
        var page = Render<SettingsPage>();
        page.WaitForElement("#settings-file");
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(ConfigurationTexts.Whole, "team.yaml"));
        page.WaitForAssertion(() => Assert.Contains("The file team.yaml", page.Markup, StringComparison.Ordinal));
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal(["1.2.0"], Configurations.Taken));
    }

    [Fact]
    public async Task Audit_ShowsWhoAndFromWhere_AndOfOneTarget()
    {
        AuditOrigin.Enter(new AuditOrigin("ada", AuditDoor.CommandLine, "127.0.0.1"));
        await Configurations.Log.WriteAsync("run.cancel", "DOC-1", new { Status = "Running" }, new { Status = "Cancelled" });
        await Configurations.Log.WriteAsync("run.pause", "DOC-2");
        var page = Render<AuditPage>();
        page.WaitForAssertion(() => Assert.Equal(["run.pause", "run.cancel"], page.FindAll("tr[data-audit]").Select(r => r.GetAttribute("data-audit"))));
        Assert.Contains("command line, 127.0.0.1", page.Markup, StringComparison.Ordinal);

        Navigation.NavigateTo("settings/audit?of=DOC-1");
        var one = Render<AuditPage>();
        one.WaitForAssertion(() => Assert.Contains("""{"status":"Running"} → {"status":"Cancelled"}""", Assert.Single(one.FindAll("tr[data-audit]")).TextContent.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }
}
