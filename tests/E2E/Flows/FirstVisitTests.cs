using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>A person opens the page that the start printed.</summary>
public sealed class FirstVisitTests(SharedServer shared)
{
    [Fact]
    public async Task Stranger_AnyPage_IsToldHowToSignInAndSeesNothing()
    {
        await using var context = await shared.NewStrangerAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync("/runs");
        await Expect(page.GetByText("signalbox login").First).ToBeVisibleAsync();
        await Expect(page.GetByText("INSPECT")).ToHaveCountAsync(0);

        var api = await context.APIRequest.GetAsync("/api/v1/runs");
        Assert.Equal(401, api.Status);
        Assert.Contains("application/problem+json", api.Headers["content-type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInLink_UsedTwice_WorksOnce()
    {
        var stop = TestContext.Current.CancellationToken;
        var printed = await shared.Server.CliAsync(stop, "login");
        var link = printed.Output.Split().Single(w => w.Contains("/login?code=", StringComparison.Ordinal));
        await using var first = await shared.NewStrangerAsync();
        var page = await first.NewPageAsync();
        await page.GotoAsync(link);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Overview" })).ToBeVisibleAsync();

        await using var second = await shared.NewStrangerAsync();
        var again = await second.NewPageAsync();
        await again.GotoAsync(link);
        if (await again.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).IsVisibleAsync())
        {
            await again.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        }

        await Expect(again.GetByText("signalbox login").First).ToBeVisibleAsync();
        await Expect(again.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Overview" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Workflows_FirstStart_HoldsTheSamplesAndSaysWhatTheyNeed()
    {
        await using var visit = await shared.OpenAsync("/workflows");
        foreach (var name in (string[])["inspect-repository", "steady-log", "fail-with-reason", "plan-and-implement"])
        {
            await Expect(visit.Page.Locator($"[data-workflow='{name}']").First).ToBeVisibleAsync();
        }

        visit.AssertClean();
    }
}
