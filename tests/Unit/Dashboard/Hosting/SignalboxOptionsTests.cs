using Microsoft.Extensions.Configuration;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Webhooks;
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

    [Fact]
    public void Read_Webhooks_NameASecretThatIsThere()
    {
        var (defaults, given) = (SignalboxOptions.Read(Configuration()), SignalboxOptions.Read(Configuration(
            ("Secrets:HOOK", "env:X"), ("Webhooks:Secret", "HOOK"), ("Notifications:Url", "https://chat.example.com/in"), ("Notifications:Secret", "HOOK"))));

        Assert.Equal((null, null), (defaults.WebhookSecret, defaults.Notifications));
        Assert.Equal(("HOOK", new WebhookTarget(new Uri("https://chat.example.com/in"), "HOOK")), (given.WebhookSecret, given.Notifications));
    }

    [Fact]
    public void Read_WebhooksThatAreWrong_AreAllNamedWithoutWhatWasFound()
    {
        var fault = Assert.Throws<SignalboxFaultException>(() => SignalboxOptions.Read(Configuration(("Webhooks:Secret", "the-value-itself"), ("Notifications:Url", "https://ann:pass@chat.example.com"))));

        Assert.Contains("Webhooks:Secret: found something else, allowed is the name of a secret", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Notifications:Url: found something else", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-value-itself", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", fault.Message, StringComparison.Ordinal);
        Assert.Contains(
            "Notifications:Secret: is missing", Assert.Throws<SignalboxFaultException>(() => SignalboxOptions.Read(Configuration(("Notifications:Url", "https://chat.example.com")))).Message, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value)).Build();
}
