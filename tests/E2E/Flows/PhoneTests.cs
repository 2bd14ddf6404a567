using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>The way through the product on a phone.</summary>
public sealed class PhoneTests(SharedServer shared)
{
    [Fact]
    public async Task Navigation_OnAPhone_ReachesWhatHasNoRoomInTheBar()
    {
        await using var visit = await shared.OpenAsync("/", new ViewportSize { Width = 390, Height = 844 });
        var page = visit.Page;
        var bar = page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "Main" });
        var more = bar.Locator("summary");
        var agents = bar.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Agents" });
        await Expect(agents).ToHaveCountAsync(0);

        // What is open when a page comes alive is closed by it
        await Expect(bar).ToHaveAttributeAsync("data-live", "true");
        await more.ClickAsync();
        await agents.ClickAsync();

        await page.WaitForURLAsync("**/agents");
        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Agents", Exact = true })).ToBeVisibleAsync();
        await Expect(agents).ToHaveCountAsync(0);
        await Expect(more).ToContainClassAsync("active");
        Assert.Equal(390, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        visit.AssertClean();
    }
}
