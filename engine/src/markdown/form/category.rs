//! The headings under which services stand, one a category.

use crate::audit::Category;

/// The heading above those that nothing but a comment, a link or a document names.
pub const MENTIONED: &str = "Mentioned only";

/// A category as the heading of a group.
pub fn heading(category: Category) -> &'static str {
    match category {
        Category::Payment => "Payment Processing",
        Category::Ai => "AI & Machine Learning",
        Category::Database => "Databases",
        Category::Cache => "Caching",
        Category::Queue => "Queues & Background Jobs",
        Category::Storage => "File Storage",
        Category::Search => "Search",
        Category::Auth => "Auth Providers",
        Category::Email => "Email",
        Category::Sms => "SMS",
        Category::Push => "Push Notifications",
        Category::Analytics => "Analytics",
        Category::ErrorTracking => "Error Tracking",
        Category::Logging => "Logs",
        Category::Monitoring => "Monitoring",
        Category::Maps => "Maps & Location",
        Category::Media => "Media & Fonts",
        Category::Video => "Video",
        Category::Chat => "Chat & Messaging",
        Category::Realtime => "Realtime",
        Category::Webrtc => "WebRTC",
        Category::Crm => "CRM",
        Category::Cms => "Content Management",
        Category::Ecommerce => "E-commerce & Shipping",
        Category::Social => "Social",
        Category::Blockchain => "Blockchain",
        Category::FinanceData => "Financial Data",
        Category::DataApi => "Data APIs",
        Category::IdentityVerification => "Identity Verification",
        Category::FeatureFlags => "Feature Flags",
        Category::Pdf => "PDF & Documents",
        Category::Hosting => "Hosting",
        Category::Ci => "CI Pipeline",
        Category::Container => "Containers",
        Category::Registry => "Registries",
        Category::Iac => "Infrastructure as Code",
        Category::CdnDns => "CDN & DNS",
        Category::CodeHost => "Code Hosting",
        Category::Secrets => "Secrets",
        Category::DevService => "Development Services",
        Category::Other => "Other",
    }
}

/// The category with this heading.
pub fn read(text: &str) -> Option<Category> {
    Category::ALL.iter().copied().find(|category| heading(*category) == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_apart() {
        for category in Category::ALL {
            assert_eq!(read(heading(category)), Some(category));
        }
        assert_eq!(read(MENTIONED), None);
    }
}
