using Microsoft.Extensions.Configuration;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class SecretOptionsTests
{
    [Fact]
    public void Read_References_AreThere()
    {
        var options = SignalboxOptions.Read(Configuration(("Secrets:API_KEY", "env:MY_KEY"), ("Secrets:DEPLOY_KEY", "file:/run/secrets/deploy")));

        Assert.Equal(
            [("API_KEY", false, "MY_KEY"), ("DEPLOY_KEY", true, "/run/secrets/deploy")],
            options.Secrets.Select(s => (s.Name, s.IsFile, s.Source)).Order());
    }

    [Fact]
    public void Read_Faults_AreListedTogetherWithTheOthersAndWithoutWhatWasFound()
    {
        var fault = Assert.Throws<SignalboxFaultException>(() => SignalboxOptions.Read(Configuration(
            ("Secrets:api_key", "env:MY_KEY"),
            ("Secrets:PLAIN", "hunter2-hunter2"),
            ("Secrets:NESTED:KEY", "env:MY_KEY"),
            ("Limits:MaxConcurrentRuns", "none"))));

        Assert.Contains("Secrets:api_key: the name of a secret", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Secrets:PLAIN: found something else", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Secrets:NESTED: found something else", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Limits:MaxConcurrentRuns: found 'none'", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(params IEnumerable<(string Key, string Value)> entries) =>
        new ConfigurationBuilder().AddInMemoryCollection(entries.Select(e => KeyValuePair.Create(e.Key, (string?)e.Value))).Build();
}
