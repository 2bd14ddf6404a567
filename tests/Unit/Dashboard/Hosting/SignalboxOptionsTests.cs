using Microsoft.Extensions.Configuration;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class SignalboxOptionsTests
{
    [Fact]
    public void Read_LimitsOfTheCache_AreTakenAndHaveDefaults()
    {
        Assert.Equal((TimeSpan.FromDays(30), 10_000, 256L * 1024 * 1024), All(SignalboxOptions.Read(Configuration()).Cache));
        Assert.Equal(
            (TimeSpan.FromDays(2), 7, 1024L * 1024),
            All(SignalboxOptions.Read(Configuration(("Cache:Days", "2"), ("Cache:MaxEntries", "7"), ("Cache:MaxBytes", "1048576"))).Cache));

        static (TimeSpan, int, long) All(ResponseCacheLimits limits) => (limits.MaxAge, limits.MaxEntries, limits.MaxBytes);
    }

    [Fact]
    public void Read_LimitsOfTheCacheOutOfRange_AreAllNamed()
    {
        var fault = Assert.Throws<SignalboxFaultException>(() => SignalboxOptions.Read(Configuration(("Cache:Days", "0"), ("Cache:MaxEntries", "many"), ("Cache:MaxBytes", "5"))));

        Assert.All((string[])["Cache:Days: found '0'", "Cache:MaxEntries: found 'many'", "Cache:MaxBytes: found '5'"], f => Assert.Contains(f, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_PortsAndTerminals_AreTakenAndHaveDefaults()
    {
        var (defaults, given) = (SignalboxOptions.Read(Configuration()), SignalboxOptions.Read(Configuration(("Workspaces:Ports", "4000-4100"), ("Terminals:Tmux", "true"))));

        Assert.Equal((new PortRange(20000, 29999), false), (defaults.Ports, defaults.Tmux));
        Assert.Equal((new PortRange(4000, 4100), true), (given.Ports, given.Tmux));
    }

    [Theory]
    [InlineData("4000")]
    [InlineData("4100-4000")]
    [InlineData("80-90")]
    [InlineData("60000-70000")]
    [InlineData("+4000-4100")]
    public void Read_PortsThatAreNoRange_AreNamed(string text) => Assert.Contains(
        $"Workspaces:Ports: found '{text}', allowed is FIRST-LAST within 1024 to 65535, such as 20000-29999",
        Assert.Throws<SignalboxFaultException>(() => SignalboxOptions.Read(Configuration(("Workspaces:Ports", text)))).Message,
        StringComparison.Ordinal);

    private static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value)).Build();
}
