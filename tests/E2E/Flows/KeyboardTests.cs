using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>A person without a mouse.</summary>
public sealed class KeyboardTests(SharedServer shared)
{
    private const int TabsAtMost = 40;

    [Fact]
    public async Task Run_ByKeyboardAlone_IsFoundFilledInStartedAndRead()
    {
        await using var visit = await shared.OpenAsync("/workflows");
        var page = visit.Page;
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("a.skip")).ToBeFocusedAsync();
        await Expect(page.Locator("a.skip")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#content")).ToBeFocusedAsync();

        // From here the rail lies behind: the next Tab is already in the page.
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#content :focus")).ToHaveCountAsync(1);
        await TabToAsync(page, page.Locator("#content a[href$='/inspect-repository']"));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/workflows/sample-repository/inspect-repository");
        await Expect(page.Locator("h1")).ToBeFocusedAsync();

        await TabToAsync(page, page.GetByLabel("depth"));
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("23");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/runs/INSPECT-*");
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        await Expect(page.Locator("[data-step=report][data-status=Completed]")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 30_000 });

        await TabToAsync(page, page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Inputs" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#content").GetByText("23", new LocatorGetByTextOptions { Exact = true }).First).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task UnknownAddress_Opened_SaysSoAndLeadsOn()
    {
        await using var visit = await shared.OpenAsync("/no-such-page");
        var page = visit.Page;
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Expect(page.Locator("h1")).ToHaveTextAsync("There is no page at this address");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "All runs" }));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/runs");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Runs");
    }

    private static async Task TabToAsync(IPage page, ILocator wanted)
    {
        await Expect(wanted.First).ToBeVisibleAsync();
        for (var i = 0; i < TabsAtMost; i++)
        {
            if (await wanted.First.EvaluateAsync<bool>("e => e === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{TabsAtMost} times Tab did not reach {wanted}; the focus is on {await page.EvaluateAsync<string>("() => document.activeElement.outerHTML.slice(0, 200)")}");
    }
}
