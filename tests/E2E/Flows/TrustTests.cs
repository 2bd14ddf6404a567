using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>A trust model sends a risky change to a person and lets a safe one pass.</summary>
public sealed class TrustTests(SharedServer shared)
{
    private const string Model = """
        version: "1.0"
        trust_levels:
          high:
            description: Works alone
            auto_approve: true
            supervision: minimal
            contexts:
              - {pattern: "*.md", reason: Documentation}
          medium:
            description: A person reads the change
            auto_approve: false
            supervision: code_review_required
            contexts: []
          low:
            description: An administrator decides
            auto_approve: false
            supervision: code_review_required
            escalation: true
            contexts:
              - {pattern: "**/auth/**", reason: Authentication}
        """;

    private const string Safe = """
        version: "1.0"
        name: write-docs
        steps:
          - {id: write, run: "mkdir -p docs && echo words > docs/guide.md"}
        """;

    private const string Risky = """
        version: "1.0"
        name: change-login
        steps:
          - {id: change, run: "mkdir -p src/auth && echo code > src/auth/login.ts"}
        """;

    [Fact]
    public async Task TrustModel_RiskyChangeWaitsForAPerson_SafeOnePasses()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var repository = await TestRepository.CreateAsync(folder.Combine("trust-shop"), stop, ("write-docs", Safe), ("change-login", Risky));
        await shared.Server.CliAsync(stop, "init", repository.Path);
        await File.WriteAllTextAsync(folder.Combine("trust_model.yaml"), Model, stop);
        await shared.Server.CliAsync(stop, "trust", "import", folder.Combine("trust_model.yaml"), "--repository", "trust-shop");

        var safe = (await shared.Server.CliAsync(stop, "workflow", "run", "trust-shop/write-docs")).Output.Split('\n')[0];
        var risky = (await shared.Server.CliAsync(stop, "workflow", "run", "trust-shop/change-login")).Output.Split('\n')[0];
        await shared.Server.WaitForRunAsync(safe, stop, "Completed");
        await shared.Server.WaitForRunAsync(risky, stop, "Waiting");

        // The record says why nobody was asked
        await using var visit = await shared.OpenAsync($"/runs/{safe}?tab=events");
        var page = visit.Page;
        await Expect(page.GetByText("Nobody is asked about the changes of write: docs/guide.md is high").First).ToBeVisibleAsync();

        await page.GotoAsync("/approvals");
        var card = page.Locator("[data-approval]", new PageLocatorOptions { HasText = risky });
        await Expect(card.Locator("[data-trust=low]")).ToContainTextAsync("src/auth/login.ts is low (pattern **/auth/**: Authentication)");
        await Expect(card).ToContainTextAsync("Only an administrator may answer it.");
        await card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Approve" }).ClickAsync();
        await Expect(card).ToHaveCountAsync(0);
        await shared.Server.WaitForRunAsync(risky, stop, "Completed");

        // What would happen, before anything does
        await page.GotoAsync("/trust?repository=trust-shop");
        await page.GetByLabel("Files").FillAsync("README.md\nsrc/auth/login.ts");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Evaluate" }).ClickAsync();
        await Expect(page.Locator("[data-level]")).ToHaveAttributeAsync("data-level", "low");
        await Expect(page.Locator("[aria-labelledby=trust-files] tbody tr")).ToHaveCountAsync(2);
        await visit.PictureAsync("trust-light");
        visit.AssertClean();
    }
}
