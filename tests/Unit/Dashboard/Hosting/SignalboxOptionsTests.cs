using Microsoft.Extensions.Configuration;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class SignalboxOptionsTests
{
    [Fact]
    public void Read_LimitsOfTheCache_AreTakenAndHaveDefaults()
    {
        Assert.Equal(new ResponseCacheLimits(TimeSpan.FromDays(30), 10_000, 256 * 1024 * 1024), SignalboxOptions.Read(Configuration()).Cache);
        Assert.Equal(
            new ResponseCacheLimits(TimeSpan.FromDays(2), 7, 1024 * 1024),
            SignalboxOptions.Read(Configuration(("Cache:Days", "2"), ("Cache:MaxEntries", "7"), ("Cache:MaxBytes", "1048576"))).Cache);
    }

    [Fact]
    public void Read_LimitsOfTheCacheOutOfRange_AreAllNamed()
    {
        var fault = Assert.Throws<SignalboxFaultException>(() => SignalboxOptions.Read(Configuration(("Cache:Days", "0"), ("Cache:MaxEntries", "many"), ("Cache:MaxBytes", "5"))));

        Assert.All((string[])["Cache:Days: found '0'", "Cache:MaxEntries: found 'many'", "Cache:MaxBytes: found '5'"], f => Assert.Contains(f, fault.Message, StringComparison.Ordinal));
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value)).Build();
}
