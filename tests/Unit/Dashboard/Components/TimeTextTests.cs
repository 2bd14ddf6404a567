using Signalbox.Dashboard.Components.Shared;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class TimeTextTests
{
    [Theory]
    [InlineData(0, "just now")]
    [InlineData(-9, "just now")]
    [InlineData(9, "just now")]
    [InlineData(-10, "10s ago")]
    [InlineData(-3599, "59m ago")]
    [InlineData(-86_400, "1d ago")]
    [InlineData(10, "in 10s")]
    [InlineData(3600, "in 1h")]
    [InlineData(86_399, "in 23h")]
    [InlineData(200_000, "in 2d")]
    public void Relative_SaysHowLongAgoOrAhead(int seconds, string text) =>
        Assert.Equal(text, TimeText.Relative(Samples.Noon.AddSeconds(seconds), Samples.Noon));
}
