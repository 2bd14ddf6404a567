using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>A configuration is applied, compared and rolled back in the browser, and the runs at work go on as they began.</summary>
public sealed class ConfigurationTests(SharedServer shared)
{
    [Fact]
    public async Task Configuration_AppliedComparedAndRolledBack_WhileARunGoesOn()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var visit = await shared.OpenAsync("/settings");
        var page = visit.Page;

        await RefuseFaultsAsync(page, stop);
        await page.GetByLabel("Document").FillAsync(Document("1.0.0", folder.Combine("go"), "first"));
        await ApplyAsync(page, "1.0.0");

        var started = await shared.Server.CliAsync(stop, "workflow", "run", "configured", "--key", "CFG-1");
        Assert.True(started.ExitCode == 0, started.ToString());
        await Until.TrueAsync(() => File.Exists(folder.Combine("go.begun")), "the run began", stop);

        // The workflow is another, and off; the run that is at work has what it began with.
        var file = folder.Combine("team.yaml");
        await File.WriteAllTextAsync(file, "version: 1.1.0\nglobal:\n  limits: {max_runs_per_repository: 63, grace_seconds: 6}\nworkflows:\n  configured: {enabled: false}\n", stop);
        await page.Locator("#settings-file").SetInputFilesAsync(file);
        await Expect(page.GetByText("The file team.yaml")).ToBeVisibleAsync();
        await ApplyAsync(page, "1.1.0");
        await Expect(page.GetByText("global.limits.grace_seconds")).ToBeVisibleAsync();
        Assert.Equal(3, (await shared.Server.CliAsync(stop, "workflow", "run", "configured")).ExitCode);

        await CompareAndRollBackAsync(page);
        // What axe itself does to a page is against the page's policy: the look at it comes first
        visit.AssertClean();
        Assert.Empty(await visit.SeriousFindingsAsync());
        await File.WriteAllTextAsync(folder.Combine("go"), "", stop);
        await Until.TrueAsync(async () => (await shared.Server.GetAsync("/api/v1/runs/CFG-1", stop)).GetProperty("status").GetString() is "Completed", "the run completed", stop);
        var again = await shared.Server.CliAsync(stop, "workflow", "run", "configured", "--wait");
        Assert.True(again.ExitCode == 0, again.ToString());

        await ClearAsync(file, stop);
        await AssertAuditedAsync(page);
    }

    /// <summary>Each fault is named, and nothing is half applied.</summary>
    private async Task RefuseFaultsAsync(IPage page, CancellationToken stop)
    {
        await page.GetByLabel("Document").FillAsync("version: 1\nglobal: {limits: {max_runs_per_repository: 0}}\n");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Apply", Exact = true }).ClickAsync();
        await Expect(page.Locator(".diag")).ToHaveCountAsync(2);
        Assert.Equal(3, (await shared.Server.CliAsync(stop, "config", "show")).ExitCode);
    }

    private static async Task ApplyAsync(IPage page, string version)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Apply", Exact = true }).ClickAsync();
        await Expect(page.Locator($"tr[data-version='{version}']")).ToContainTextAsync("in force");
    }

    private static async Task CompareAndRollBackAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Compare 1.0.0 with the one in force" }).ClickAsync();
        await Expect(page.Locator("[data-diff]")).ToContainTextAsync("configured: {enabled: false}");
        await page.ReloadAsync();
        await Expect(page.Locator("#settings-diff")).ToContainTextAsync("Changes from 1.0.0 to 1.1.0");

        await page.Locator("tr[data-version='1.0.0']").GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Roll back" }).ClickAsync();
        await Expect(page.Locator("tr[data-version='1.1.1']")).ToContainTextAsync("the one of 1.0.0");
        await Expect(page.Locator("tr[data-version='1.1.1']")).ToContainTextAsync("in force");
    }

    /// <summary>Leaves the server as the other journeys know it.</summary>
    private async Task ClearAsync(string file, CancellationToken stop)
    {
        await File.WriteAllTextAsync(file, "version: 2.0.0\n", stop);
        var cleared = await shared.Server.CliAsync(stop, "config", "apply", file);
        Assert.True(cleared.ExitCode == 0, cleared.ToString());
        Assert.DoesNotContain("configured", (await shared.Server.CliAsync(stop, "workflow", "list")).Output, StringComparison.Ordinal);
    }

    private static async Task AssertAuditedAsync(IPage page)
    {
        await page.GotoAsync("/settings/audit");
        await Expect(page.Locator("tr[data-audit='configuration.rollback']").First).ToContainTextAsync("admin");
        await Expect(page.Locator("tr[data-audit='configuration.rollback']").First).ToContainTextAsync("browser");
        await Expect(page.Locator("tr[data-audit='run.start']", new PageLocatorOptions { HasText = "CFG-1" })).ToContainTextAsync("command line");
    }

    private static string Document(string version, string go, string text) => $$"""
        version: {{version}}
        global:
          limits: {max_runs_per_repository: 64}
        workflows:
          configured:
            repositories: [web-shop]
            steps:
              - id: wait
                env: {GO: "{{go}}"}
                run: |
                  touch "$GO.begun"
                  while [ ! -e "$GO" ]; do sleep 0.05; done
                  echo {{text}}
        """;
}
