using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Makes the questions that a step waits for: its own, and those that the trust model asks before work.</summary>
internal sealed class StepQuestions(RunState state, RunSessionServices services, StepModels models)
{
    /// <summary>The question of an approval step; or why it cannot be asked.</summary>
    public async Task<(Approval? Approval, string? Fault)> AskAsync(StepDefinition definition, StepRun step, CancellationToken cancellationToken)
    {
        var model = await models.BuildAsync(cancellationToken);
        var fault = models.Complete(model, definition, step);
        var question = fault is null ? PromptTemplate.Render(definition.Approval!.Question, model) : null;
        return question?.Text is { } text
            ? (Asked.Of(state, step, definition.Approval!, text, isForChanges: false, services.Time.GetUtcNow()), null)
            : (null, fault ?? $"question: {question!.Fault!.Message}");
    }

    /// <summary>The question whether work may begin; null: it may.</summary>
    public async Task<(Approval Approval, string Why)?> BeforeWorkAsync(StepDefinition definition, StepRun step, CancellationToken cancellationToken)
    {
        if (await new TrustGate(state, services.Trust).BeforeAsync(definition, step, cancellationToken) is not { } review)
        {
            return null;
        }

        var question = $"May {StepResolver.NameOf(step)} begin? A person works along with it.\n{review.Details}";
        var approval = Asked.Of(state, step, new ApprovalDefinition { Question = question }, question, isForChanges: false, services.Time.GetUtcNow(), review, isBefore: true);
        return (approval, $"{StepResolver.NameOf(step)} waits for a person before it begins: {review.Why}");
    }
}
