using System.Diagnostics;

namespace Signalbox.E2E.Fixtures;

/// <summary>Waits for something that can only be looked at.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Looks every 5 ms until it is so; fails the test, naming what it waited for, after a minute.</summary>
    public static Task TrueAsync(Func<bool> isSo, string what, CancellationToken cancellationToken) => TrueAsync(() => Task.FromResult(isSo()), what, cancellationToken);

    /// <summary>Looks every 5 ms until it is so; fails the test, naming what it waited for, after a minute.</summary>
    public static async Task TrueAsync(Func<Task<bool>> isSo, string what, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var began = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"waited {Patience.TotalSeconds} s in vain: {what}");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
