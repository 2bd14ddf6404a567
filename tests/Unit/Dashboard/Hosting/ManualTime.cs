namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>A clock that a test moves; far ahead, so that a client with the real time keeps its cookies.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2100, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
