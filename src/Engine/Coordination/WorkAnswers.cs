using System.Globalization;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Coordination;

/// <summary>What workers are told when a word of theirs is not taken.</summary>
internal static class WorkAnswers
{
    /// <summary>The step was never offered.</summary>
    public static WorkResult Missing(StepRunId step) => new() { NotFound = $"there is no step {step} that was offered to workers" };

    /// <summary>The fault of a text that is too long; none for another.</summary>
    public static IEnumerable<InputFault> TooLong(string field, string? text, int most)
    {
        if (text is not null && text.Length > most)
        {
            yield return new InputFault(field, $"{text.Length} characters", $"at most {most} characters", $"{field}: found {text.Length} characters, allowed are at most {most}.");
        }
    }

    /// <summary>The faults of what is said of progress, but for its length.</summary>
    public static IEnumerable<InputFault> OfProgress(int? percent, string? text)
    {
        if (percent is < 0 or > 100)
        {
            yield return new InputFault("percent", percent.Value.ToString(CultureInfo.InvariantCulture), "0 to 100", $"percent: found '{percent}', allowed is 0 to 100.");
        }

        if (percent is null && string.IsNullOrWhiteSpace(text))
        {
            yield return new InputFault("message", null, "a text, or a percent", "message: nothing was given, allowed is a text, or a percent.");
        }
    }

    /// <summary>Where a claim stands, as the end of a sentence.</summary>
    public static string Standing(StepClaim claim) => claim.Status switch
    {
        ClaimStatus.Open => "it went back to the pool",
        ClaimStatus.Claimed => $"{claim.AgentId} holds it with epoch {claim.Epoch}",
        ClaimStatus.Completed => $"{claim.AgentId} has completed it",
        ClaimStatus.Failed => $"{claim.AgentId} has said that it failed",
        ClaimStatus.Withdrawn => $"it was withdrawn: {claim.Reason}",
    };

    /// <summary>Somebody speaks who does not hold the step, or no longer.</summary>
    public static WorkResult Stale(StepClaim claim, Lease lease) => new()
    {
        Refused = $"{lease.AgentId} does not hold {claim.StepId} with epoch {lease.Epoch}: {Standing(claim)}; stop the work and claim anew",
    };
}
