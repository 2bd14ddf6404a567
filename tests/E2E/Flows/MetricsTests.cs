using System.Net;
using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>From a trend to the runs behind it, and from a run to the trend.</summary>
public sealed class MetricsTests(SharedServer shared)
{
    [Fact]
    public async Task Trend_OpensTheRunsBehindAPoint_AndALinkedRegressionCountsInIt()
    {
        var stop = TestContext.Current.CancellationToken;
        foreach (var key in (string[])["METRIC-1", "METRIC-2"])
        {
            var (status, answer) = await shared.Server.PostAsync("/api/v1/runs", new { workflow = "proven", key }, stop);
            Assert.True(status == HttpStatusCode.Created, $"{status} {answer}");
            await shared.Server.WaitForRunAsync(key, stop, "Completed");
        }

        // Days begin where the viewer is
        await using var visit = await shared.OpenAsync("/metrics?period=day");
        var page = visit.Page;
        await Expect(page.Locator("[data-zone]")).ToHaveAttributeAsync("data-zone", await page.EvaluateAsync<string>("() => Intl.DateTimeFormat().resolvedOptions().timeZone"));
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Verified rate" }).ClickAsync();
        var detail = page.Locator("[data-detail=verified_rate]");
        await Expect(detail.Locator("[data-sample=METRIC-1]")).ToContainTextAsync("1 of 1");
        await detail.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "METRIC-2" }).ClickAsync();
        await page.WaitForURLAsync("**/runs/METRIC-2");

        // The second run shows what the first one broke
        await page.GetByText("METRIC-2 shows or fixes a regression").ClickAsync();
        await page.GetByLabel("Run that caused it").FillAsync("METRIC-1");
        await page.GetByLabel("What broke").FillAsync("Totals are wrong.");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Link the cause" }).ClickAsync();
        await Expect(page.GetByText("METRIC-1 is linked as the cause")).ToBeVisibleAsync();

        await page.GotoAsync("/metrics?period=day&metric=regression_rate");
        var cause = page.Locator("[data-detail=regression_rate] [data-sample=METRIC-1]");
        await Expect(cause).ToContainTextAsync("1 of 1");
        await cause.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator("[data-regression=METRIC-2]")).ToContainTextAsync("Totals are wrong.");
        visit.AssertClean();
    }
}
