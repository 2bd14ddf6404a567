using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>A person starts a workflow from its form and reads what came of it.</summary>
public sealed class StartRunTests(SharedServer shared)
{
    [Fact]
    public async Task RunForm_Sample_RunsAndShowsStepsLogEventsAndOutputs()
    {
        await using var visit = await shared.OpenAsync("/workflows/inspect-repository");
        var page = visit.Page;
        await StartAsync(page, "depth", "25");
        await page.WaitForURLAsync("**/runs/INSPECT-*");

        await Expect(page.Locator("[data-step=report][data-status=Completed]")).ToBeVisibleAsync(Patient);
        await Expect(page.Locator("h1 ~ *, .head, header").GetByText("Completed").First).ToBeVisibleAsync();
        await visit.PictureAsync("run-steps-light");

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Logs" }).ClickAsync();
        var log = new LogElement(page);
        await log.WaitForCompleteAsync();
        Assert.Contains(await log.TextsAsync(), t => t.Contains("report.md has", StringComparison.Ordinal));

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Outputs" }).ClickAsync();
        await Expect(page.GetByText("At a glance").First).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Download" }).First.ClickAsync());
        Assert.NotEmpty(download.SuggestedFilename);

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Events" }).ClickAsync();
        await Expect(page.GetByText("Pending → Running").First).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task RunForm_FaultyInput_ShowsTheFaultBesideTheFieldAndStartsNothing()
    {
        await using var visit = await shared.OpenAsync("/workflows/ticker");
        var page = visit.Page;
        await page.GetByLabel("lines").FillAsync("0");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Start run" }).ClickAsync();

        await Expect(page.GetByText("2 inputs need another look.")).ToBeVisibleAsync();
        await Expect(page.GetByText("ledger").First).ToBeVisibleAsync();
        Assert.EndsWith("/workflows/ticker", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
        visit.AssertClean();
    }

    [Fact]
    public async Task FailingSample_RunPage_SaysWhyAndLeadsToTheLog()
    {
        await using var visit = await shared.OpenAsync("/workflows/fail-with-reason");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Start run" }).ClickAsync();
        await page.WaitForURLAsync("**/runs/FAIL-*");

        await Expect(page.Locator("[data-reason]")).ToContainTextAsync("exit code 3", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "See its log" }).ClickAsync();
        await new LogElement(page).WaitForCompleteAsync();
        visit.AssertClean();
    }

    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 30_000 };

    private static async Task StartAsync(IPage page, string field, string value)
    {
        await page.GetByLabel(field).FillAsync(value);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Start run" }).ClickAsync();
    }
}
