using System.Globalization;
using Microsoft.Playwright;

namespace Signalbox.E2E.Fixtures;

/// <summary>The log view of a page.</summary>
internal sealed class LogElement(IPage page)
{
    private static readonly LocatorAssertionsToHaveAttributeOptions Patient = new() { Timeout = 30_000 };

    private readonly ILocator _host = page.Locator("[data-log]");

    public Task WaitForCompleteAsync() => Assertions.Expect(_host).ToHaveAttributeAsync("data-complete", "true", Patient);

    /// <summary>Waits until at least this many lines have come, and returns how many there are.</summary>
    public async Task<int> WaitForLinesAsync(int atLeast)
    {
        await page.WaitForFunctionAsync(
            "n => Number(document.querySelector('[data-log]')?.dataset.lines ?? 0) >= n", atLeast, new PageWaitForFunctionOptions { Timeout = 30_000 });
        return int.Parse((await _host.GetAttributeAsync("data-lines"))!, CultureInfo.InvariantCulture);
    }

    /// <summary>Every line as the view holds it.</summary>
    public Task<string[]> TextsAsync() => page.EvaluateAsync<string[]>(
        "() => { const log = document.querySelector('[data-log]').signalboxLog; return Array.from({ length: log.lineCount }, (_, i) => log.lineText(i + 1)); }");

    public Task<string> TextAsync(int line) => page.EvaluateAsync<string>("n => document.querySelector('[data-log]').signalboxLog.lineText(n)", line);

    /// <summary>Rows in the document: a window, however long the log is.</summary>
    public Task<int> RowsInDocumentAsync() => page.EvaluateAsync<int>("() => document.querySelectorAll('[data-log] [data-line], [data-log] .log-row, [data-log] .ln').length");
}
